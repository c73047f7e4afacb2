import * as z from 'zod';
import { idSchema, instantSchema } from '../ids';

/** One metric of one version, as its newest profile has it. */
export const metricValueSchema = z.object({
  /** The version's number. */
  version: z.number().int().positive(),
  versionId: idSchema,
  runId: idSchema,
  /** Null for the table. */
  column: z.object({ position: z.number().int().nonnegative(), name: z.string() }).nullable(),
  /** An id of the metric catalogue, or `kind`. */
  metric: z.string(),
  /** Text for `kind`; null for a number that is not finite. */
  value: z.union([z.number(), z.string()]).nullable(),
  /** When the profile was stored. */
  at: instantSchema,
});
export type MetricValue = z.infer<typeof metricValueSchema>;
