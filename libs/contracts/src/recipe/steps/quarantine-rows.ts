import * as z from 'zod';
import { conditionSchema } from '../condition';

/** Sets rows aside for which all conditions hold, with a reason. */
export const quarantineRows = z
  .object({
    step: z.literal('quarantineRows'),
    where: z.array(conditionSchema).min(1).max(50),
    reason: z.string().min(1).max(200).optional(),
  })
  .strict();
