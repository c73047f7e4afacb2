import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

/** Leaves the number of cells such as `12.0 oz`. Cells that are no number with one of the units stay as they are. */
export const stripUnits = z
  .object({
    step: z.literal('stripUnits'),
    columns: chosenColumnsSchema,
    /** As they stand behind numbers, without case and without a full stop at their end. */
    units: z.array(z.string().min(1).max(40)).min(1).max(100),
    /**
     * `plain` writes 12.0 as 12 and leaves out what follows the unit, but for cells in which more numbers do; `keep` changes no digit and takes
     * only cells that end with it.
     */
    numbers: z.enum(['keep', 'plain']).default('keep'),
  })
  .strict();
