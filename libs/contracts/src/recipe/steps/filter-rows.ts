import * as z from 'zod';
import { conditionSchema } from '../condition';

/** Keeps the rows for which all conditions hold; the others are set aside. */
export const filterRows = z
  .object({
    step: z.literal('filterRows'),
    where: z.array(conditionSchema).min(1).max(50),
    reason: z.string().min(1).max(200).optional(),
  })
  .strict();
