import * as z from 'zod';
import { idSchema } from '../ids';
import { driftThresholdsSchema } from './comparison';

/** With which version a run compares its own, and how. */
export const compareOptionsSchema = z
  .object({
    /** Number of the version that is taken as the one before; left out, the newest that is ready and older than the run's own. */
    before: z.number().int().positive(),
    /** Names of the columns that tell rows apart; left out, the first column that is complete and unique in both versions. */
    key: z.array(z.string().min(1)).min(1).max(16),
    thresholds: driftThresholdsSchema.strict(),
  })
  .partial()
  .strict();
export type CompareOptions = z.infer<typeof compareOptionsSchema>;

/** What a job of comparison is given: the version by its id, so that nothing is chosen twice. */
export const compareParametersSchema = z.object({
  beforeVersionId: idSchema,
  key: z.array(z.string()).nonempty().optional(),
  thresholds: driftThresholdsSchema.optional(),
});
