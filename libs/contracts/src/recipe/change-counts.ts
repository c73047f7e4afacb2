import * as z from 'zod';
import { changeSchema } from './change';

const count = z.number().int().nonnegative();

/** What the change log of a cleansing holds, counted. */
export const changeCountsSchema = z.object({
  schema: z.literal('millrace.changeCounts/1'),
  /** Changed cells: one that two steps have changed counts twice. And the rows that have some. */
  cells: count,
  rows: count,
  /** By step and column, in order of both. */
  groups: z.array(
    changeSchema.pick({ step: true, stepName: true, column: true }).extend({
      cells: count,
      rows: count,
      /** Of the least sure one. */
      confidence: z.number().min(0).max(1),
      /** Up to five changes that differ, those that most cells share first. */
      samples: z.array(changeSchema.pick({ row: true, before: true, after: true, reason: true }).extend({ cells: count })),
    }),
  ),
});
export type ChangeCounts = z.output<typeof changeCountsSchema>;
