import * as z from 'zod';
import { contractRuleSchema, type Contract, type ContractRule } from '../contract';
import type { Rule } from '../rule';
import { listedValues } from './listed-values';
import { anchored, whole } from './pattern-anchors';

interface Expectation {
  readonly type: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
}

const expectationOf = (rule: Rule): Expectation | null => {
  switch (rule.kind) {
    case 'notNull':
      return { type: 'expect_column_values_to_not_be_null', kwargs: { column: rule.column } };
    case 'unique':
      return { type: 'expect_column_values_to_be_unique', kwargs: { column: rule.column } };
    case 'inSet':
      return { type: 'expect_column_values_to_be_in_set', kwargs: { column: rule.column, value_set: rule.values } };
    case 'range': {
      const bounds = {
        ...(rule.min === undefined ? {} : { min_value: rule.min }),
        ...(rule.max === undefined ? {} : { max_value: rule.max }),
      };
      return { type: 'expect_column_values_to_be_between', kwargs: { column: rule.column, ...bounds } };
    }
    case 'pattern':
      return { type: 'expect_column_values_to_match_regex', kwargs: { column: rule.column, regex: anchored(rule.pattern) } };
    case 'key':
      return { type: 'expect_compound_columns_to_be_unique', kwargs: { column_list: rule.columns, ignore_row_if: 'never' } };
    default:
      return null;
  }
};

/** A Great Expectations suite; rules that it has no expectation for go along in its `meta`. */
export const toExpectations = ({ rules }: Contract, name: string): Record<string, unknown> => {
  const rest = rules.filter(({ rule }) => expectationOf(rule) === null);
  return {
    name,
    expectations: rules.flatMap(({ rule, severity, mostly }) => {
      const one = expectationOf(rule);
      if (one === null) return [];
      return {
        type: one.type,
        kwargs: { ...one.kwargs, ...(mostly === 1 ? {} : { mostly }) },
        severity: severity === 'warn' ? 'warning' : 'critical',
      };
    }),
    meta: rest.length === 0 ? {} : { millrace_rules: rest },
  };
};

const bound = z.union([z.number(), z.string()]).nullish();
const kwargsSchema = z.looseObject({
  column: z.string().optional(),
  column_list: z.array(z.string()).optional(),
  value_set: listedValues.nullish(),
  /** Rows that the expectation is of; no rule is of some rows. */
  row_condition: z.unknown().optional(),
  min_value: bound,
  max_value: bound,
  regex: z.string().optional(),
  mostly: z.number().optional(),
});
const suiteSchema = z.looseObject({
  expectations: z.array(
    z.looseObject({
      type: z.string().optional(),
      expectation_type: z.string().optional(),
      kwargs: kwargsSchema,
      severity: z.string().optional(),
    }),
  ),
  meta: z.looseObject({ millrace_rules: z.array(contractRuleSchema).default([]) }).default({ millrace_rules: [] }),
});

const ruleOf = (type: string, kwargs: z.infer<typeof kwargsSchema>): unknown => {
  const { column, column_list: columns, value_set: values, min_value: min, max_value: max, regex, row_condition: condition } = kwargs;
  if ((condition ?? null) !== null) return null;
  switch (type) {
    case 'expect_column_values_to_not_be_null':
      return { kind: 'notNull', column };
    case 'expect_column_values_to_be_unique':
      return { kind: 'unique', column };
    case 'expect_column_values_to_be_in_set':
      return values ? { kind: 'inSet', column, values } : null;
    case 'expect_column_values_to_be_between':
      return (min ?? max ?? null) === null ? null : { kind: 'range', column, min: min ?? undefined, max: max ?? undefined };
    case 'expect_column_values_to_match_regex':
      return { kind: 'pattern', column, pattern: regex === undefined ? undefined : whole(regex) };
    case 'expect_compound_columns_to_be_unique':
      return { kind: 'key', columns };
    default:
      return null;
  }
};

/** A Great Expectations suite (of before and after 1.0) as rules; expectations that have no rule here are left out. */
export const fromExpectations = (document: unknown): Contract => {
  const { expectations, meta } = suiteSchema.parse(document);
  const rules = expectations.flatMap(({ type, expectation_type: oldType, kwargs, severity }): ContractRule[] => {
    const rule = ruleOf(type ?? oldType ?? '', kwargs);
    if (rule === null) return [];
    return [
      contractRuleSchema.parse({
        rule,
        mostly: kwargs.mostly ?? 1,
        severity: severity === 'warning' || severity === 'info' ? 'warn' : 'fail',
      }),
    ];
  });
  return { rules: [...rules, ...meta.millrace_rules] };
};
