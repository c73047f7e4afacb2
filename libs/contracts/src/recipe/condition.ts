import * as z from 'zod';
import { refuseUnlessRust } from './rust-pattern';

/** What the cell of a row in one column must be. */
export const conditionSchema = z
  .object({
    column: z.string(),
    /** `matches` takes a pattern of Rust's `regex`; `below` and `above` compare numbers, and hold for no other cells. */
    is: z.enum(['absent', 'present', 'equal', 'different', 'matches', 'below', 'above']),
    to: z.union([z.string(), z.number()]).optional(),
  })
  .strict()
  .refine(({ is, to }) => (is === 'absent' || is === 'present') === (to === undefined), 'all but "absent" and "present" need `to`')
  .superRefine(({ is, to }, context) => {
    if (is === 'matches' && to !== undefined) refuseUnlessRust(String(to), context, ['to']);
    const isNumber = typeof to === 'number' || (to !== undefined && to.trim() !== '' && Number.isFinite(Number(to)));
    if ((is === 'below' || is === 'above') && to !== undefined && !isNumber)
      context.addIssue({
        code: 'custom',
        message: `"${is}" compares numbers, and ${JSON.stringify(to)} is none: write 1000.5`,
        path: ['to'],
      });
  });
export type Condition = z.output<typeof conditionSchema>;
