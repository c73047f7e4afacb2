import type { ContractRule } from '../contract';
import type { Rule } from '../rule';

export type RuleOf<K extends Rule['kind']> = Extract<Rule, { readonly kind: K }>;

/** The rules of one column that formats of fields can say: each once, failing, and kept by all cells. */
export interface FieldRules {
  readonly name: string;
  notNull?: RuleOf<'notNull'>;
  unique?: RuleOf<'unique'>;
  type?: RuleOf<'type'>;
  inSet?: RuleOf<'inSet'>;
  range?: RuleOf<'range'>;
  pattern?: RuleOf<'pattern'>;
}

/** Rules of several columns, or of the whole table. */
type TableRule = RuleOf<'key' | 'dependency' | 'references' | 'fresh'>;
const tableRules: ReadonlySet<Rule['kind']> = new Set<TableRule['kind']>(['key', 'dependency', 'references', 'fresh']);
const isNoField = (rule: Rule): rule is TableRule => tableRules.has(rule.kind);

const isPlain = ({ severity, mostly }: ContractRule): boolean => severity === 'fail' && mostly === 1;

/**
 * Sorts rules into those that a format of fields has words for, by column, and the rest, which such a format carries along as they are.
 * @param can whether the format has words for a rule
 */
export const fieldsOf = (
  rules: readonly ContractRule[],
  can: (rule: Rule) => boolean,
): { readonly fields: FieldRules[]; readonly rest: ContractRule[] } => {
  const fields = new Map<string, FieldRules>();
  const rest = rules.filter((one) => {
    const { rule } = one;
    if (!isPlain(one) || !can(rule) || isNoField(rule)) return true;
    const field: FieldRules = fields.get(rule.column) ?? { name: rule.column };
    if (field[rule.kind] !== undefined) return true;
    fields.set(rule.column, { ...field, [rule.kind]: rule });
    return false;
  });
  return { fields: [...fields.values()], rest };
};

/** A rule that nothing was said about: it fails the contract, and every cell must keep it. */
export const plain = (rule: Rule): ContractRule => ({ rule, severity: 'fail', mostly: 1 });
