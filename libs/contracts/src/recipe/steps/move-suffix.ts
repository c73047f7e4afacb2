import * as z from 'zod';

/**
 * Moves the last word of a cell into the column where it belongs, in rows where that one is absent: `Portland OR` with no state becomes
 * `Portland` and `OR`. Only words that the other column has elsewhere are moved.
 */
export const moveSuffix = z.object({ step: z.literal('moveSuffix'), from: z.string(), to: z.string() }).strict();
