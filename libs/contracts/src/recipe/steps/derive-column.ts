import * as z from 'zod';
import { refuseUnlessExpression } from '../expression-shapes';

/**
 * Adds a column by an expression over others: numbers, 'texts', columns by their name or as [any name], `+ - * /`, `= != < <= > >=`,
 * `and or not`, and the functions concat, upper, lower, trim, length, coalesce, if, round, abs. Cells that are no numbers count as absent in
 * sums, and what is made of an absent cell is absent, also where a condition of `if` asks for it (`coalesce` gives it another value). Nothing is done where `into` is there already.
 */
export const deriveColumn = z
  .object({
    step: z.literal('deriveColumn'),
    expression: z.string().min(1).max(2000).superRefine(refuseUnlessExpression),
    into: z.string().min(1).max(1000),
  })
  .strict();
