import * as z from 'zod';
import { refuseUnlessRust } from '../rust-pattern';

/**
 * Adds a column with what a group of a pattern matches first in a column's cells. Patterns are those of Rust's `regex`, which takes time
 * linear in the text. Nothing is done where `into` is there already.
 */
export const extractPattern = z
  .object({
    step: z.literal('extractPattern'),
    column: z.string(),
    pattern: z.string().min(1).max(1000),
    /** 0 is the whole match. */
    group: z.number().int().nonnegative().max(50).default(0),
    into: z.string().min(1).max(1000),
  })
  .strict()
  .superRefine(({ pattern, group }, context) => {
    const { groups, problem } = refuseUnlessRust(pattern, context, ['pattern']);
    if (problem !== null || group <= groups) return;
    context.addIssue({
      code: 'custom',
      message: `the pattern has ${groups} group${groups === 1 ? '' : 's'} besides the whole match, 0`,
      path: ['group'],
    });
  });
