import * as z from 'zod';

/** Sets repeated rows aside; the order of those that stay is kept. A row with an absent key cell never repeats another. */
export const dropDuplicates = z
  .object({
    step: z.literal('dropDuplicates'),
    /** Columns that make two rows the same; left out, all of them. */
    keys: z.array(z.string()).min(1).optional(),
    keep: z.enum(['first', 'last']).default('first'),
  })
  .strict();
