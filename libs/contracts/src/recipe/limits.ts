import * as z from 'zod';

/** What a cleansing must not break; it is checked before anything is published. All of it holds also where a recipe says nothing. */
export const recipeLimitsSchema = z
  .object({
    /** Of the cells of a column, at most this share may come to say something else; how a cell is written may change in all of them. */
    changedShare: z.number().min(0).max(1).optional(),
    /** Columns whose sum of numbers may change by at most `tolerance`, as a share of the sum. */
    sums: z
      .array(z.object({ column: z.string(), tolerance: z.number().min(0).default(0) }).strict())
      .max(1000)
      .optional(),
    /** Columns that together must tell every row from the others. Single columns of identifiers that do in the input must go on to do so anyway, unless the list is empty. */
    keys: z.array(z.array(z.string()).min(1).max(20)).max(100).optional(),
  })
  .strict();
export type RecipeLimits = z.output<typeof recipeLimitsSchema>;

/** Of `changedShare` where a recipe names none. */
export const defaultChangedShare = 0.5;
