import type { ObjectStore } from '@millrace/storage';
import * as z from 'zod';
import { lineQuerySchema, pageLines, type LinePage } from '../runs/page-lines';
import { filterLines } from './filter-lines';

const count = z.coerce.number().int().nonnegative();
/** Which changes of a run are wanted. */
export const changesQuerySchema = lineQuerySchema.extend({
  column: z.string().optional().meta({ description: 'Changes of this column' }),
  step: count.optional().meta({ description: 'Changes by this step, counted from 0' }),
  rowFrom: count.optional().meta({ description: 'From this row of the input on, counted from 0' }),
  rowTo: count.optional().meta({ description: 'Up to this row of the input' }),
});
export type ChangesQuery = z.output<typeof changesQuerySchema>;

/** A page of the changes that a JSON-lines object has in order of rows. @throws Fault as `filterLines` */
export const pageChanges = (
  storage: ObjectStore,
  objectKey: string,
  { limit, cursor, column, step, rowFrom, rowTo }: ChangesQuery,
): Promise<LinePage> => {
  if ([column, step, rowFrom, rowTo].every((one) => one === undefined)) return pageLines(storage, objectKey, cursor, limit);
  return filterLines(
    storage,
    objectKey,
    { cursor, limit },
    {
      rows: { from: rowFrom ?? 0, to: rowTo ?? Number.MAX_SAFE_INTEGER },
      matches: (line) => (column === undefined || line['column'] === column) && (step === undefined || line['step'] === step),
    },
  );
};
