import * as z from 'zod';
import { policyActionSchema } from '../privacy/privacy';
import { laneSchema } from '../profile/lane';

/** How a run cleanses, beside its recipe. Every field is optional. */
export const cleanseOptionsSchema = z
  .object({
    /** In memory or out of core; `auto` where it is left out. */
    lane: laneSchema,
    /** Also mask, hash and drop columns by the dataset's policy, as it holds when the run is created; nothing keeps what they were. */
    obeyPolicy: z.boolean(),
  })
  .partial()
  .strict();

/** What a policy says of columns, by their names, and the key of the codes that `hash` writes. */
export const hidingSchema = z.object({ columns: z.record(z.string(), policyActionSchema), key: z.string().min(16) });
export type Hiding = z.infer<typeof hidingSchema>;
