import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

/**
 * Writes cells in the canonical form of a kind. A cell that does not fit is never lost: `keep` leaves it as it is,
 * `null` empties it (logged), `quarantine` sets its row aside. Of numbers it takes those with a point before their fraction: in a column
 * that has more with a comma these, and what may be either (`1,234`), stay as they are with `keep`, and else the step is refused.
 */
export const castColumn = z
  .object({
    step: z.literal('castColumn'),
    columns: chosenColumnsSchema,
    to: z.enum(['integer', 'decimal', 'boolean', 'date', 'timestamp', 'text']),
    onMisfit: z.enum(['keep', 'null', 'quarantine']).default('keep'),
    /** Order of day and month in ambiguous dates; decided once per column from its cells where left out. */
    dateOrder: z.enum(['dayFirst', 'monthFirst']).optional(),
  })
  .strict();
