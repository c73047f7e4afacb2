import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

/**
 * Does something about numbers that lie far off, all of them: `clip` writes the bound, `null` empties the cell, `remove` sets the row aside.
 * Bounds: `iqr` quartiles ∓ factor · their distance (1.5), `z` mean ∓ factor · deviation (3), `mad` median ∓ factor · 1.4826 · MAD (5),
 * `percentile` the quantiles factor and 1 − factor (0.01); as there always is a least number, what is emptied or removed by `percentile` lies
 * more than twice as far from the median as they do. Clipping moves no bound: a quantile lies on a cell of the column where it else would.
 * Bounds of what is emptied or removed, and those of `z`, are of the numbers that lie within them, found round by round, so that they are
 * the same once the others have gone. Columns of identifiers are left alone, named or selected: whole numbers that all differ, numbers with
 * leading zeros, those with the check digits of articles or cards, and those whose name says id, code, postcode, phone, year or a thing's number.
 */
export const treatOutliers = z
  .object({
    step: z.literal('treatOutliers'),
    columns: chosenColumnsSchema,
    method: z.enum(['iqr', 'z', 'mad', 'percentile']).default('iqr'),
    factor: z.number().positive().optional(),
    action: z.enum(['clip', 'null', 'remove']),
  })
  .strict()
  .refine(
    ({ method, factor }) => method !== 'percentile' || factor === undefined || factor < 0.5,
    'the factor of "percentile" is below 0.5',
  );
