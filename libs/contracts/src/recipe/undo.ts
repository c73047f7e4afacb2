import * as z from 'zod';
import { layoutChangeSchema } from './layout';
import { ingestSchema } from '../profile/ingest';

const places = z.array(z.number().int().nonnegative()).min(1).max(100_000);

/**
 * What of a cleansing is to be taken back: all of it, or what any of the parts names. With a change go the later ones of the same cell:
 * they were made to what it left.
 */
export const undoSelectionSchema = z.union([
  z.literal('all'),
  z
    .object({
      /** 0-based steps of the recipe: their changes, and the rows that they set aside. */
      steps: places.optional(),
      /** Names of columns: all changes of theirs. */
      columns: z.array(z.string()).min(1).max(10_000).optional(),
      /** All changes of single cells. */
      cells: z
        .array(z.object({ row: z.number().int().nonnegative(), column: z.string() }).strict())
        .min(1)
        .max(100_000)
        .optional(),
      /** 0-based rows of the input: all changes of theirs; rows that were set aside are put back. */
      rows: places.optional(),
    })
    .strict()
    .refine((parts) => Object.values(parts).some(Boolean), 'name steps, columns, cells or rows, or say "all"'),
]);
export type UndoSelection = z.output<typeof undoSelectionSchema>;

/** What a change log carries, beside the changes, so that a cleansing can be taken back from its output alone. */
export const undoAccountSchema = z.object({
  schema: z.literal('millrace.undo/1'),
  /** How the input was read. */
  ingest: ingestSchema,
  /** `form`: how its rows were written; `whole`: all of its bytes; null where the input was not at hand. */
  source: z.object({ sha256: z.string(), kept: z.enum(['form', 'whole']) }).nullable(),
  /** Steps of the recipe, those included that did what people had decided; left out in logs from before it was noted. */
  steps: z.number().int().nonnegative().optional(),
  /** What was done to the columns, in order of steps; the log carries the cells of those that were left out. */
  layout: z.array(layoutChangeSchema).default([]),
  /** Columns of which nothing is kept but what they are now, by the names that they had first. */
  hidden: z.array(z.string()).default([]),
  output: z.object({ sha256: z.string(), rows: z.number().int().nonnegative() }),
});
export type UndoAccount = z.output<typeof undoAccountSchema>;
