import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

/** Writes whole cells as others, by a list. A cell that is not in it stays as it is. */
export const mapValues = z
  .object({
    step: z.literal('mapValues'),
    columns: chosenColumnsSchema,
    values: z.record(z.string(), z.string()).refine((values) => Object.keys(values).length > 0, 'name one value at least'),
  })
  .strict();
