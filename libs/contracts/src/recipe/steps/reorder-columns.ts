import * as z from 'zod';

/** Puts columns first, in the order given; the others follow in theirs. */
export const reorderColumns = z.object({ step: z.literal('reorderColumns'), columns: z.array(z.string()).min(1).max(10_000) }).strict();
