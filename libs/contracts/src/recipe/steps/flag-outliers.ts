import * as z from 'zod';

/**
 * Adds a column that says of each number whether it lies far off: `true` of those that `treatOutliers` would empty by the same method and
 * factor, `false` of the others; of cells that are no numbers nothing. Identifiers are never far off. Nothing is done where `into` is there.
 */
export const flagOutliers = z
  .object({
    step: z.literal('flagOutliers'),
    column: z.string(),
    into: z.string().min(1).max(1000),
    method: z.enum(['iqr', 'z', 'mad', 'percentile']).default('iqr'),
    factor: z.number().positive().optional(),
  })
  .strict()
  .refine(
    ({ method, factor }) => method !== 'percentile' || factor === undefined || factor < 0.5,
    'the factor of "percentile" is below 0.5',
  );
