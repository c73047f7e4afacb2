import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';
import { unitNames } from '../units';

/**
 * Writes measures in one unit: `500 g` as `0.5 kg`. Cells without a number and a unit that measures the same stay as they are. Numbers are
 * written with up to twelve digits that count.
 */
export const standardiseUnits = z
  .object({ step: z.literal('standardiseUnits'), columns: chosenColumnsSchema, to: z.enum(unitNames) })
  .strict();
