import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';
import { problemOfReplacement } from '../replacement';
import { refuseUnlessRust } from '../rust-pattern';

/**
 * Replaces what matches a pattern, wherever it does. Patterns are those of Rust's `regex`, which takes time linear in the text whatever the
 * pattern; `literal` takes them and the replacement as they stand. `${1}` in the replacement is the first group, `${year}` the one that is called so,
 * `${0}` the whole match, `$$` the sign itself; a group that the pattern does not have is refused.
 */
export const replaceText = z
  .object({
    step: z.literal('replaceText'),
    columns: chosenColumnsSchema,
    pattern: z.string().min(1).max(1000),
    replacement: z.string().max(1000),
    literal: z.boolean().default(false),
  })
  .strict()
  .superRefine(({ pattern, replacement, literal }, context) => {
    if (literal) return;
    const facts = refuseUnlessRust(pattern, context, ['pattern']);
    const problem = facts.problem === null ? problemOfReplacement(replacement, facts) : null;
    if (problem !== null) context.addIssue({ code: 'custom', message: `the replacement ${problem}`, path: ['replacement'] });
  });
