import * as z from 'zod';
import { contractRuleSchema, type Contract, type ContractRule } from '../contract';
import type { Rule } from '../rule';
import { listedValues } from './listed-values';
import { anchored, whole } from './pattern-anchors';

/** Name and arguments of a data test. */
type DataTest = readonly [string, Readonly<Record<string, unknown>>];

const expectations = 'dbt_expectations.expect_column_values_to_';
const testOf = (rule: Rule): DataTest | null => {
  switch (rule.kind) {
    case 'notNull':
      return ['not_null', {}];
    case 'unique':
      return ['unique', {}];
    case 'inSet':
      return ['accepted_values', { values: rule.values }];
    case 'range':
      return [
        `${expectations}be_between`,
        { ...(rule.min === undefined ? {} : { min_value: rule.min }), ...(rule.max === undefined ? {} : { max_value: rule.max }) },
      ];
    case 'pattern':
      return [`${expectations}match_regex`, { regex: anchored(rule.pattern) }];
    case 'key':
      return ['dbt_utils.unique_combination_of_columns', { combination_of_columns: rule.columns }];
    default:
      return null;
  }
};

const written = ({ severity, mostly }: ContractRule, [name, own]: DataTest): unknown => {
  const config = { ...(severity === 'warn' ? { severity: 'warn' } : {}), ...(mostly === 1 ? {} : { meta: { mostly } }) };
  const all = { ...own, ...(Object.keys(config).length === 0 ? {} : { config }) };
  return Object.keys(all).length === 0 ? name : { [name]: all };
};

/** A name that dbt takes for a model, of a dataset's: letters, digits and underscores, without the ending of a file. */
const modelName = (name: string): string => {
  const stem = name.replace(/(?:\.(?:csv|tsv|txt|json|ndjson|jsonl|parquet|xlsx|gz|zst))+$/i, '');
  const plain = stem
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
  return plain === '' ? 'dataset' : /^\d/.test(plain) ? `_${plain}` : plain;
};

/** A dbt properties file of one model, to be written as YAML; rules that dbt has no test for go along in the model's `meta`. */
export const toDbt = ({ rules }: Contract, model: string): Record<string, unknown> => {
  const tested = rules.flatMap((one) => {
    const test = testOf(one.rule);
    return test === null ? [] : [{ column: 'column' in one.rule ? one.rule.column : null, test: written(one, test) }];
  });
  const rest = rules.filter(({ rule }) => testOf(rule) === null);
  const columns = [...Map.groupBy(tested, ({ column }) => column)].filter(([column]) => column !== null);
  const ofModel = tested.filter(({ column }) => column === null).map(({ test }) => test);
  return {
    version: 2,
    models: [
      {
        name: modelName(model),
        ...(ofModel.length === 0 ? {} : { data_tests: ofModel }),
        columns: columns.map(([name, tests]) => ({ name, data_tests: tests.map(({ test }) => test) })),
        ...(rest.length === 0 ? {} : { meta: { millrace_rules: rest } }),
      },
    ],
  };
};

const bound = z.union([z.number(), z.string()]).nullish();
const ownSchema = z.looseObject({
  values: listedValues.optional(),
  min_value: bound,
  max_value: bound,
  /** Rows that the test is of; no rule is of some rows. */
  where: z.string().optional(),
  row_condition: z.string().nullish(),
  regex: z.string().optional(),
  combination_of_columns: z.array(z.string()).optional(),
  severity: z.string().optional(),
  config: z
    .looseObject({
      severity: z.string().optional(),
      where: z.string().optional(),
      meta: z.looseObject({ mostly: z.number().optional() }).optional(),
    })
    .optional(),
});
/** From dbt 1.10 on, what is the test's own may stand under `arguments`. */
const argumentsSchema = ownSchema
  .extend({ arguments: ownSchema.optional() })
  .transform(({ arguments: nested, ...own }) => ({ ...own, ...nested }));
const testsSchema = z.array(z.union([z.string(), z.record(z.string(), argumentsSchema.nullable())])).default([]);
const columnSchema = z.looseObject({ name: z.string(), data_tests: testsSchema, tests: testsSchema });
const documentSchema = z.looseObject({
  models: z
    .array(
      z.looseObject({
        data_tests: testsSchema,
        tests: testsSchema,
        columns: z.array(columnSchema).default([]),
        meta: z.looseObject({ millrace_rules: z.array(contractRuleSchema).default([]) }).default({ millrace_rules: [] }),
      }),
    )
    .min(1),
});

const ruleOf = (name: string, column: string | null, own: z.infer<typeof argumentsSchema>): unknown => {
  if ((own.where ?? own.config?.where ?? own.row_condition ?? null) !== null) return null;
  switch (name) {
    case 'not_null':
      return { kind: 'notNull', column };
    case 'unique':
      return { kind: 'unique', column };
    case 'accepted_values':
      return own.values === undefined ? null : { kind: 'inSet', column, values: own.values };
    case `${expectations}be_between`:
    case 'dbt_utils.accepted_range': {
      const [min, max] = [own.min_value ?? undefined, own.max_value ?? undefined];
      return min === undefined && max === undefined ? null : { kind: 'range', column, min, max };
    }
    case `${expectations}match_regex`:
      return { kind: 'pattern', column, pattern: own.regex === undefined ? undefined : whole(own.regex) };
    case 'dbt_utils.unique_combination_of_columns':
      return { kind: 'key', columns: own.combination_of_columns };
    default:
      return null;
  }
};

const rulesOf = (tests: z.infer<typeof testsSchema>, column: string | null): ContractRule[] =>
  tests.flatMap((test) =>
    Object.entries(typeof test === 'string' ? { [test]: null } : test).flatMap(([name, given]): ContractRule[] => {
      const own = given ?? {};
      const rule = ruleOf(name, column, own);
      if (rule === null) return [];
      const severity = (own.config?.severity ?? own.severity)?.toLowerCase() === 'warn' ? 'warn' : 'fail';
      return [contractRuleSchema.parse({ rule, severity, mostly: own.config?.meta?.mostly ?? 1 })];
    }),
  );

/** The first model of a dbt properties file as rules; tests that have no rule here are left out. */
export const fromDbt = (document: unknown): Contract => {
  const [model] = documentSchema.parse(document).models;
  if (!model) return { rules: [] };
  return {
    rules: [
      ...model.columns.flatMap(({ name, data_tests: tests, tests: old }) => rulesOf([...tests, ...old], name)),
      ...rulesOf([...model.data_tests, ...model.tests], null),
      ...model.meta.millrace_rules,
    ],
  };
};
