import * as z from 'zod';
import { jobStateSchema } from '../jobs/job-state';
import { previewedStepSchema, previewSchema } from './preview';

/** Which parameter of which step takes which values, one after another. */
export const sweepShape = {
  /** 0-based step of the recipe. */
  step: z.number().int().nonnegative(),
  /** Its name; of one inside another, with dots: `survivorship.default`. */
  parameter: z
    .string()
    .max(200)
    .regex(/^(?!step$)[A-Za-z]\w*(\.\w+)*$/, 'must be the name of a parameter, with dots where it lies in another'),
  values: z.array(z.json()).min(2).max(20),
};

const counts = previewSchema.pick({ changedCells: true, changedRows: true, removedRows: true, rowsOut: true, suggestions: true });

/** What a recipe would do for each value of one of its parameters. */
export const sweepSchema = z.object({
  schema: z.literal('millrace.sweep/1'),
  step: sweepShape.step,
  stepName: z.string(),
  parameter: z.string(),
  rows: previewSchema.shape.rows,
  rowsLookedAt: previewSchema.shape.rowsLookedAt,
  /** Every value has its result. */
  isComplete: z.boolean(),
  /** In the order in which they were asked for. */
  values: z.array(
    z.object({
      value: z.json(),
      /** Of the job that tries it. */
      state: jobStateSchema,
      /** Null until it has been tried. */
      result: counts
        .extend({
          /** What the step itself does, by this value; null where a step before it breaks an invariant. */
          ofStep: previewedStepSchema
            .pick({ changedCells: true, changedRows: true, removedRows: true, suggestions: true, confidence: true })
            .nullable(),
          /** Why a run with this value would fail; null where it would not. */
          broken: previewSchema.shape.broken,
          cost: previewSchema.shape.cost,
          /** The preview as a whole: an artefact of the run. */
          artefactId: z.string(),
        })
        .nullable(),
    }),
  ),
});
export type Sweep = z.output<typeof sweepSchema>;
