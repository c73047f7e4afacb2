import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

/**
 * Fills absent cells. `constant` needs `value`; mean and median take numeric cells only, mode takes the most frequent text. With `by`, all but
 * `constant` look only at rows that are alike in those columns, and leave a cell absent that has none of them. `neighbours` takes the median
 * or the most frequent text of the five rows that are nearest in `by` (numbers by their distance over the spread, texts by being equal), of
 * at most 5,000 that are looked at. A selector never takes the columns of `by`.
 */
export const imputeNulls = z
  .object({
    step: z.literal('imputeNulls'),
    columns: chosenColumnsSchema,
    method: z.enum(['constant', 'mean', 'median', 'mode', 'forward', 'backward', 'neighbours']),
    value: z.string().min(1).optional(),
    by: z.array(z.string()).min(1).max(20).optional(),
  })
  .strict()
  .refine((step) => (step.method === 'constant') === (step.value !== undefined), 'value belongs to method "constant", and only to it')
  .refine(({ method, by }) => method !== 'neighbours' || by !== undefined, 'method "neighbours" needs `by`')
  .refine(({ method, by }) => method !== 'constant' || by === undefined, 'method "constant" looks at no other rows')
  .refine(
    ({ columns, by = [] }) => !Array.isArray(columns) || !by.some((name) => columns.includes(name)),
    'a column is not filled by itself',
  );
