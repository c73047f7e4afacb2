import * as z from 'zod';

/** Adds a column with the cells of several, those that are there, with `separator` between them. Nothing is done where `into` is there already. */
export const mergeColumns = z
  .object({
    step: z.literal('mergeColumns'),
    columns: z.array(z.string()).min(2).max(50),
    separator: z.string().max(100).default(' '),
    into: z.string().min(1).max(1000),
  })
  .strict();
