import * as z from 'zod';

export const qualityDimensions = ['completeness', 'validity', 'uniqueness', 'consistency', 'timeliness'] as const;
export type QualityDimension = (typeof qualityDimensions)[number];

const dimensionSchema = z.object({
  /** 100 × (checked − failed) / checked; null where nothing was checked: not measured. */
  score: z.number().min(0).max(100).nullable(),
  /** Cells or rows that were checked, and those that failed; a cell that is checked twice counts twice. */
  checked: z.number().nonnegative(),
  failed: z.number().nonnegative(),
});

/** How good a table is, by formulas that docs/quality.md works out. */
export const qualitySchema = z.object({
  /** 100 × trusted cells / cells × the shares of uniqueness and timeliness that are measured; null for a table without cells. */
  score: z.number().min(0).max(100).nullable(),
  /** Present cells that no check has failed. */
  trustedCells: z.number().int().nonnegative(),
  cells: z.number().int().nonnegative(),
  dimensions: z.object(
    Object.fromEntries(qualityDimensions.map((name) => [name, dimensionSchema])) as Record<QualityDimension, typeof dimensionSchema>,
  ),
});
export type Quality = z.infer<typeof qualitySchema>;
