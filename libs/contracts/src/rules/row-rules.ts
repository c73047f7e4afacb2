import type { Rule } from './rule';

/** A rule that says of single rows whether they break it. */
export type RowRule = Exclude<Rule, { readonly kind: 'fresh' }>;

/** Whether a rule says of single rows that they break it, and not of the table alone. */
export const isRowRule = (rule: Rule): rule is RowRule => rule.kind !== 'fresh';

/** Why a rule that is about the table sets no row aside. */
export const notOfRows = ({ kind }: Rule): string =>
  `"${kind}" is a rule about the table as a whole: no row of it breaks it, so none can be set aside. Leave it to the profile, which checks the contract`;

/** The columns that a rule names. */
export const columnsOfRule = (rule: Rule): readonly string[] => {
  if (rule.kind === 'key') return rule.columns;
  if (rule.kind === 'dependency') return [...rule.determinants, rule.dependent];
  return rule.kind === 'references' ? [rule.column, rule.to] : [rule.column];
};
