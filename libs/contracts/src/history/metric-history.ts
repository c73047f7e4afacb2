import * as z from 'zod';
import { instantSchema } from '../ids';

/** Its number, and when it came. */
const versionSchema = z.object({ number: z.number().int().positive(), at: instantSchema });

/** The watched metrics of a dataset's earlier versions, as a profile of its next version is given them. */
export const metricHistorySchema = z.object({
  /** The version that is profiled. */
  next: versionSchema,
  /** Those before it, oldest first. */
  versions: z.array(versionSchema),
  series: z.array(
    z.object({
      /** The column's name; null for the table. */
      column: z.string().nullable(),
      metric: z.string(),
      /** One for each version; null where it has none. */
      values: z.array(z.number().nullable()),
    }),
  ),
});
export type MetricHistory = z.infer<typeof metricHistorySchema>;
