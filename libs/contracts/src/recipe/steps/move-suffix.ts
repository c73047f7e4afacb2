import * as z from 'zod';

/**
 * Moves the last word of a cell into the column where it belongs, in rows where that one is absent: `Portland OR` with no state becomes
 * `Portland` and `OR`. Only words are moved that another row has beside the same rest; where at least half of those that could be moved are
 * such, also codes in capitals (two to four letters, of one length), if the other column is of these and no other row ends so.
 */
export const moveSuffix = z.object({ step: z.literal('moveSuffix'), from: z.string(), to: z.string() }).strict();
