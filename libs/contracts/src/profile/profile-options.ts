import * as z from 'zod';
import { thresholdsSchema } from '../findings/finding-rules';
import { laneSchema } from './lane';
import { relationModeSchema } from './relations';

/** How a run profiles. Every field is optional. */
export const profileOptionsSchema = z
  .object({
    /** Thresholds of finding rules by their names, where they are to differ from the documented ones. */
    thresholds: thresholdsSchema,
    /** How much is done about relations between columns; `sample` where it is left out. */
    relations: relationModeSchema,
    /** In memory or out of core; `auto` where it is left out. */
    lane: laneSchema,
  })
  .partial()
  .strict();
export type ProfileOptions = z.infer<typeof profileOptionsSchema>;
