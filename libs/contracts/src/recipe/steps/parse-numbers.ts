import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

/**
 * Writes numbers as people write them (`1.234,50 €`, `(12)`, `5 %`) plainly: a point, no groups, a minus. The decimal sign is told, as `1,234`
 * may be either; a cell that does not fit it stays as it is. So does `1.234` where `,` is told, but other cells have a point before their
 * fraction and none a comma: such a column is written plainly already. Percents are written as shares where `percent` says so.
 */
export const parseNumbers = z
  .object({
    step: z.literal('parseNumbers'),
    columns: chosenColumnsSchema,
    decimal: z.enum(['.', ',']),
    percent: z.enum(['keep', 'share']).default('keep'),
  })
  .strict();
