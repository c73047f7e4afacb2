import * as z from 'zod';

const conditionSchema = z
  .object({
    column: z.string(),
    /** `matches` takes a pattern of Rust's `regex`; `below` and `above` compare numbers, and hold for no other cells. */
    is: z.enum(['absent', 'present', 'equal', 'different', 'matches', 'below', 'above']),
    to: z.union([z.string(), z.number()]).optional(),
  })
  .strict()
  .refine(({ is, to }) => (is === 'absent' || is === 'present') === (to === undefined), 'all but "absent" and "present" need `to`');

/** Sets rows aside for which all conditions hold, with a reason. */
export const quarantineRows = z
  .object({
    step: z.literal('quarantineRows'),
    where: z.array(conditionSchema).min(1).max(50),
    reason: z.string().min(1).max(200).optional(),
  })
  .strict();
