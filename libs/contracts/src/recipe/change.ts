import * as z from 'zod';

/** One changed cell. `before` and `after` are the cells' text; null is an absent cell. */
export const changeSchema = z.object({
  /** 0-based data row of the input. */
  row: z.number().int().nonnegative(),
  column: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** 0-based position of the step in the recipe, and its name. */
  step: z.number().int().nonnegative(),
  stepName: z.string(),
  /** 0 to 1. */
  confidence: z.number().min(0).max(1),
  reason: z.string(),
  /** The cell was hidden for good: `before`, and `after` of earlier steps, are left out. Only in logs of recipes that hide. */
  hidden: z.boolean().optional(),
});
export type Change = z.infer<typeof changeSchema>;

/** One row that left the table, whole, with the step that removed it and why. */
export const quarantinedRowSchema = z.object({
  row: z.number().int().nonnegative(),
  step: z.number().int().nonnegative(),
  stepName: z.string(),
  reason: z.string(),
  cells: z.record(z.string(), z.string().nullable()),
});
export type QuarantinedRow = z.infer<typeof quarantinedRowSchema>;
