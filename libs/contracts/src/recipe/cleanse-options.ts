import * as z from 'zod';
import { laneSchema } from '../profile/lane';

/** How a run cleanses, beside its recipe. Every field is optional. */
export const cleanseOptionsSchema = z
  .object({
    /** In memory or out of core; `auto` where it is left out. */
    lane: laneSchema,
  })
  .partial()
  .strict();
