import * as z from 'zod';

export const severities = ['info', 'warning', 'error'] as const;
export const severitySchema = z.enum(severities);
export type Severity = z.infer<typeof severitySchema>;

/** Something that is wrong with the data, as a value. `rule` is stored and documented: added, never renamed. */
export const findingSchema = z.object({
  rule: z.string(),
  severity: severitySchema,
  /** The column's name, or null for the table. */
  column: z.string().nullable(),
  message: z.string(),
  measured: z.number().nullable(),
  threshold: z.number().nullable(),
  /** Cells or rows concerned. */
  count: z.number().int().nonnegative(),
  /** Up to ten 0-based data rows. */
  exampleRows: z.array(z.number().int().nonnegative()),
  advice: z.string(),
});
export type Finding = z.infer<typeof findingSchema>;
