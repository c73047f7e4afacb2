import * as z from 'zod';
import { columnsSchema } from '../columns';

/** Fills absent cells. `constant` needs `value`; mean and median take numeric cells only, mode takes the most frequent text. */
export const imputeNulls = z
  .object({
    step: z.literal('imputeNulls'),
    columns: columnsSchema.unwrap(),
    method: z.enum(['constant', 'mean', 'median', 'mode', 'forward', 'backward']),
    value: z.string().optional(),
  })
  .strict()
  .refine((step) => (step.method === 'constant') === (step.value !== undefined), 'value belongs to method "constant", and only to it');
