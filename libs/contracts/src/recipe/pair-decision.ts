import * as z from 'zod';
import { idSchema, instantSchema } from '../ids';
import { decidedBySchema, personSchema } from './decided-by';

/** What somebody has decided of two rows. `undecided`: they were looked at, and nobody can tell. */
export const pairVerdictSchema = z.enum(['same', 'different', 'undecided']);
export type PairVerdict = z.infer<typeof pairVerdictSchema>;

const row = z.number().int().nonnegative();
const rowsSchema = z.tuple([row, row]);

/** Decisions on pairs of rows of the version that a run has matched; also on such as it has not found. */
export const pairDecisionsSchema = z
  .object({
    decisions: z
      .array(
        z
          .object({ rows: rowsSchema, decision: pairVerdictSchema })
          .strict()
          .refine(({ rows: [a, b] }) => a !== b, { path: ['rows'], message: 'must be two rows' }),
      )
      .min(1)
      .max(200),
    person: personSchema.optional(),
  })
  .strict();

/** A decision as it is kept. */
export const pairDecisionSchema = z.object({
  id: idSchema,
  /** The run whose pair it was told of last, and the rows of that run's version. */
  runId: idSchema,
  rows: rowsSchema,
  decision: pairVerdictSchema,
  decidedBy: decidedBySchema,
  decidedAt: instantSchema,
});
export type PairDecision = z.infer<typeof pairDecisionSchema>;

/**
 * Decisions as a match obeys them. A row is known again, in whatever version, by a key that is made of its cells in some columns; rows that
 * have the same key are decided on alike. The newest decisions come first.
 */
export const decidedPairsSchema = z.array(
  z.object({
    columns: z.array(z.string()),
    pairs: z.array(z.object({ keys: z.tuple([z.string(), z.string()]), decision: pairVerdictSchema })),
  }),
);
export type DecidedPairs = z.infer<typeof decidedPairsSchema>[number];
