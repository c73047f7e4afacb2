import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';
import { refuseUnlessRust } from '../rust-pattern';

/**
 * Replaces what matches a pattern, wherever it does. Patterns are those of Rust's `regex`, which takes time linear in the text whatever the
 * pattern; `literal` takes them as they stand. `${1}` in the replacement is the first group.
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
  .superRefine(({ pattern, literal }, context) => {
    if (!literal) refuseUnlessRust(pattern, context, ['pattern']);
  });
