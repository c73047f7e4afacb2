import * as z from 'zod';
import { pairVerdictSchema } from './pair-decision';

const key = z.string().min(1).max(200);

/**
 * Decisions on pairs as a step obeys them: pairs of keys, the newest first, and the rows of the input, from 0, that each key stands for. Put
 * into a recipe when a run is given decisions, so that its manifest has them.
 */
export const decidedRowsSchema = z.array(
  z
    .object({
      pairs: z.array(z.object({ keys: z.tuple([key, key]), decision: pairVerdictSchema }).strict()),
      rows: z.record(key, z.array(z.number().int().nonnegative())),
    })
    .strict(),
);
export type StepDecisions = z.output<typeof decidedRowsSchema>;
