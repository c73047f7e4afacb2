import * as z from 'zod';
import { columnsSchema } from '../columns';
import { unitNames } from '../units';

/**
 * Writes measures in one unit: `500 g` as `0.5 kg`. Cells without a number and a unit that measures the same stay as they are. Numbers are
 * written with up to twelve digits that count.
 */
export const standardiseUnits = z
  .object({ step: z.literal('standardiseUnits'), columns: columnsSchema.unwrap(), to: z.enum(unitNames) })
  .strict();
