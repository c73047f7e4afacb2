import * as z from 'zod';
import { idSchema, instantSchema } from '../ids';
import { changeSchema } from './change';
import { decidedBySchema, personSchema } from './decided-by';
import { decidedCellSchema } from './steps/correct-cells';

/** What somebody has decided of a change that a step is not sure enough of. */
export const changeVerdictSchema = decidedCellSchema.shape.decision;
export type ChangeVerdict = z.infer<typeof changeVerdictSchema>;

const { row, column, before, confidence, reason } = changeSchema.shape;

/** Decisions on suggested changes of a run, named by their cells. */
export const changeDecisionsSchema = z
  .object({
    decisions: z
      .array(z.object({ row, column, decision: changeVerdictSchema }).strict())
      .min(1)
      .max(200),
    person: personSchema.optional(),
  })
  .strict();

/** A decision as it is kept. */
export const changeDecisionSchema = z.object({
  id: idSchema,
  /** The run whose suggestion it was told of last, and the row of that run's version. */
  runId: idSchema,
  ...{ row, column, before, after: z.string(), confidence, reason },
  decision: changeVerdictSchema,
  decidedBy: decidedBySchema,
  decidedAt: instantSchema,
});
export type ChangeDecision = z.infer<typeof changeDecisionSchema>;

/** A change that a step would make if it were surer: it is for somebody to decide. */
export const suggestedChangeSchema = z.object({
  ...{ row, column, before, after: z.string(), step: changeSchema.shape.step, stepName: z.string(), confidence, reason },
  /** By which the row is known again in other versions. */
  record: decidedCellSchema.shape.row,
  /** What was decided of it since. */
  decision: changeDecisionSchema.optional(),
});
export type SuggestedChange = z.infer<typeof suggestedChangeSchema>;

/** Decisions as a cleansing obeys them, by the columns that rows are known by. */
export const decidedChangesSchema = z.array(z.object({ columns: z.array(z.string()), cells: z.array(decidedCellSchema) }));
export type DecidedChanges = z.infer<typeof decidedChangesSchema>[number];
