import * as z from 'zod';

/** What somebody has decided of a cell: that it is to say `text`, or that it is not to become that. */
export const decidedCellSchema = z
  .object({
    /** By which its row is known: a hash of the row's cells in the columns of `identifiedBy`, 32 hexadecimal digits. */
    row: z.string().regex(/^[0-9a-f]{32}$/),
    column: z.string(),
    text: z.string(),
    decision: z.enum(['accepted', 'rejected']),
    by: z.string().max(200),
  })
  .strict();

/**
 * Writes what people have accepted into single cells, and keeps steps that are not sure of what they do (those with a `threshold`) from
 * changing these cells again, and others into what was rejected. Rows that say the same in all of `identifiedBy` are decided on alike.
 */
export const correctCells = z
  .object({
    step: z.literal('correctCells'),
    identifiedBy: z.array(z.string()).min(1),
    cells: z.array(decidedCellSchema).min(1).max(100_000),
  })
  .strict();
