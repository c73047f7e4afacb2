import * as z from 'zod';

/** Adds columns with the parts of a column's cells, which stays: what is left of the text goes into the last one. Nothing is done where all of `into` is there already. */
export const splitColumn = z
  .object({
    step: z.literal('splitColumn'),
    column: z.string(),
    by: z.string().min(1).max(100),
    into: z.array(z.string().min(1).max(1000)).min(2).max(50),
  })
  .strict();
