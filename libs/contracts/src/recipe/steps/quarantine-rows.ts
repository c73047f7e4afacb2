import * as z from 'zod';
import { isRowRule, notOfRows, type RowRule } from '../../rules/row-rules';
import { ruleSchema } from '../../rules/rule';
import { conditionSchema } from '../condition';

const rowRuleSchema = ruleSchema.transform((rule, context): RowRule => {
  if (isRowRule(rule)) return rule;
  context.issues.push({ code: 'custom', message: notOfRows(rule), input: rule, path: ['kind'] });
  return z.NEVER;
});

/**
 * Sets rows aside, with a reason: those for which all conditions of `where` hold, or those that break one of some `rules`, as contracts have
 * them; the reason is then the rules that the row breaks. With `contract`, the rules of the dataset's contract whose severity is `fail` are
 * put in its place when the run is created. Rules on single cells are looked at first; of those that compare rows, `dependency` comes before
 * `unique`, `key` and `references`, each among the rows that are left. What a rule tolerates (`mostly`) is not tolerated here.
 */
export const quarantineRows = z
  .object({
    step: z.literal('quarantineRows'),
    where: z.array(conditionSchema).min(1).max(50).optional(),
    rules: z.array(rowRuleSchema).min(1).max(2000).optional(),
    contract: z.literal(true).optional(),
    /** Of rows that `where` sets aside. */
    reason: z.string().min(1).max(200).optional(),
  })
  .strict()
  .refine(
    ({ where, rules, contract }) => (where !== undefined) !== (rules !== undefined || contract !== undefined),
    'give either `where`, or `rules` or `contract`',
  )
  .refine(({ where, reason }) => where !== undefined || reason === undefined, 'rows that break rules have these for a reason');
