import fc from 'fast-check';
import { contractSchema, type ContractRule } from '../contract';
import type { Rule } from '../rule';
import { exchangeFormats, type ExchangeFormatName } from './exchange';

const name = fc.constantFrom('id', 'amount', 'city name', 'größe', '$x', 'a"b', '__proto__', 'constructor');
const number = fc.integer({ min: -1000, max: 1000 });
const day = fc.constantFrom('2024-01-31', '1999-12-01');
const rule: fc.Arbitrary<Rule> = fc.oneof(
  name.map((column): Rule => ({ kind: 'notNull', column })),
  name.map((column): Rule => ({ kind: 'unique', column })),
  fc
    .tuple(name, fc.constantFrom('integer', 'decimal', 'boolean', 'date', 'timestamp'))
    .map(([column, type]): Rule => ({ kind: 'type', column, type })),
  fc
    .tuple(name, fc.array(fc.string(), { minLength: 1, maxLength: 5 }))
    .map(([column, values]): Rule => ({ kind: 'inSet', column, values })),
  fc
    .tuple(name, number, number)
    .map(([column, one, other]): Rule => ({ kind: 'range', column, min: Math.min(one, other), max: Math.max(one, other) })),
  fc.tuple(name, day).map(([column, min]): Rule => ({ kind: 'range', column, min })),
  fc
    .tuple(name, fc.constantFrom('[A-Z]{2}-\\d+', 'a|b', '\\p{L}+', '[^]*(?:x)[^]*'))
    .map(([column, pattern]): Rule => ({ kind: 'pattern', column, pattern })),
  fc.uniqueArray(name, { minLength: 1, maxLength: 3 }).map((columns): Rule => ({ kind: 'key', columns })),
  fc.tuple(name, name).map(([determinant, dependent]): Rule => ({ kind: 'dependency', determinants: [determinant], dependent })),
  name.map((column): Rule => ({ kind: 'references', column, to: `${column} of` })),
  fc.tuple(name, fc.integer({ min: 1, max: 99 })).map(([column, maxAgeDays]): Rule => ({ kind: 'fresh', column, maxAgeDays })),
);
const contractRule: fc.Arbitrary<ContractRule> = fc.record({
  rule,
  severity: fc.constantFrom('warn', 'fail'),
  mostly: fc.constantFrom(1, 0.95, 0.5),
});
const sorted = (rules: readonly ContractRule[]) =>
  rules.map((one) => JSON.stringify(one, Object.keys({ ...one, ...one.rule }).toSorted())).toSorted();

describe.each(Object.keys(exchangeFormats) as ExchangeFormatName[])('%s', (format) => {
  it('brings every contract back as it went, through JSON', () => {
    fc.assert(
      fc.property(fc.array(contractRule, { maxLength: 12 }), (rules) => {
        const document: unknown = JSON.parse(JSON.stringify(exchangeFormats[format].to({ rules }, 'orders')));
        const back = contractSchema.parse(exchangeFormats[format].from(document)).rules;
        expect(back).toHaveLength(rules.length);
        expect(sorted(back)).toEqual(sorted(rules));
      }),
      { numRuns: 200 },
    );
  });
});

const contract = contractSchema.parse({
  rules: [
    { rule: { kind: 'notNull', column: 'id' } },
    { rule: { kind: 'range', column: 'amount', min: 0 }, severity: 'warn', mostly: 0.99 },
    { rule: { kind: 'inSet', column: 'state', values: ['new', 'done'] } },
    { rule: { kind: 'key', columns: ['shop', 'day'] } },
  ],
});

it('writes JSON Schema that others read', () => {
  expect(exchangeFormats['json-schema'].to(contract, 'orders')).toMatchObject({
    type: 'array',
    items: { properties: { id: {}, state: { enum: ['new', 'done'] } }, required: ['id'] },
  });
});

it('writes a Table Schema with a primary key of its fields', () => {
  expect(exchangeFormats['table-schema'].to(contract, 'orders')).toMatchObject({
    fields: [
      { name: 'id', constraints: { required: true } },
      { name: 'state', constraints: { enum: ['new', 'done'] } },
      { name: 'shop' },
      { name: 'day' },
    ],
    primaryKey: ['shop', 'day'],
  });
});

it('writes dbt tests with their severity', () => {
  expect(exchangeFormats.dbt.to(contract, 'orders')).toEqual({
    version: 2,
    models: [
      {
        name: 'orders',
        data_tests: [{ 'dbt_utils.unique_combination_of_columns': { combination_of_columns: ['shop', 'day'] } }],
        columns: [
          { name: 'id', data_tests: ['not_null'] },
          {
            name: 'amount',
            data_tests: [
              {
                'dbt_expectations.expect_column_values_to_be_between': {
                  min_value: 0,
                  config: { severity: 'warn', meta: { mostly: 0.99 } },
                },
              },
            ],
          },
          { name: 'state', data_tests: [{ accepted_values: { values: ['new', 'done'] } }] },
        ],
      },
    ],
  });
});

it('reads what others wrote: old names, patterns that are looked for, tests that are not ours', () => {
  expect(
    exchangeFormats['great-expectations'].from({
      expectation_suite_name: 's',
      expectations: [
        { expectation_type: 'expect_column_values_to_match_regex', kwargs: { column: 'zip', regex: '^\\d{5}', mostly: 0.9 } },
        { expectation_type: 'expect_table_row_count_to_equal', kwargs: { value: 5 } },
      ],
    }).rules,
  ).toEqual([{ rule: { kind: 'pattern', column: 'zip', pattern: '[^]*(?:^\\d{5})[^]*' }, severity: 'fail', mostly: 0.9 }]);
  expect(
    exchangeFormats.dbt.from({
      models: [{ name: 'm', columns: [{ name: 'id', tests: ['unique', { relationships: { to: 'x', field: 'y' } }] }] }],
    }).rules,
  ).toEqual([{ rule: { kind: 'unique', column: 'id' }, severity: 'fail', mostly: 1 }]);
  expect(
    exchangeFormats['json-schema'].from({ properties: { a: { type: ['string', 'null'], minimum: 3 } }, required: ['a'] }).rules,
  ).toMatchObject([{ rule: { kind: 'notNull', column: 'a' } }, { rule: { kind: 'range', column: 'a', min: 3 } }]);
});

it('reads tests of dbt whose arguments stand apart', () => {
  const accepted = { accepted_values: { arguments: { values: ['a', 'b'] }, config: { severity: 'warn' } } };
  const range = { 'dbt_expectations.expect_column_values_to_be_between': { arguments: { min_value: 1, max_value: 2 } } };
  expect(exchangeFormats.dbt.from({ models: [{ name: 'm', columns: [{ name: 'v', data_tests: [accepted, range] }] }] }).rules).toEqual([
    { rule: { kind: 'inSet', column: 'v', values: ['a', 'b'] }, severity: 'warn', mostly: 1 },
    { rule: { kind: 'range', column: 'v', min: 1, max: 2 }, severity: 'fail', mostly: 1 },
  ]);
});

const rulesFrom = (format: ExchangeFormatName, document: unknown) =>
  contractSchema.parse(exchangeFormats[format].from(document)).rules.map(({ rule }) => rule);

it('leaves null out of listed values: it is an absent cell', () => {
  const expected = [{ kind: 'inSet', column: 'a', values: ['1', 'x', 'true'] }];
  const listed = [1, 'x', true, null];
  const of = (type: string, kwargs: object) => ({ expectations: [{ type: `expect_column_values_to_${type}`, kwargs }] });
  expect(rulesFrom('json-schema', { properties: { a: { enum: listed }, b: { enum: [null] } } })).toEqual(expected);
  expect(rulesFrom('table-schema', { fields: [{ name: 'a', constraints: { enum: listed } }] })).toEqual(expected);
  expect(rulesFrom('great-expectations', of('be_in_set', { column: 'a', value_set: listed }))).toEqual(expected);
  expect(rulesFrom('great-expectations', of('be_between', { column: 'a', min_value: null }))).toEqual([]);
  const test = { accepted_values: { values: listed } };
  expect(rulesFrom('dbt', { models: [{ name: 'm', columns: [{ name: 'a', data_tests: [test] }] }] })).toEqual(expected);
});

it('reads types that may be null, bounds that are texts, and ranges of dbt_utils', () => {
  expect(rulesFrom('json-schema', { properties: { a: { type: ['integer', 'null'] }, b: { type: ['integer', 'string'] } } })).toEqual([
    { kind: 'type', column: 'a', type: 'integer' },
  ]);
  expect(rulesFrom('table-schema', { fields: [{ name: 'a', type: 'number', constraints: { minimum: '1.5' } }] })).toEqual([
    { kind: 'type', column: 'a', type: 'decimal' },
    { kind: 'range', column: 'a', min: 1.5 },
  ]);
  const date = { name: 'a', type: 'integer', constraints: { minimum: '2024-01-31' } };
  expect(rulesFrom('table-schema', { fields: [date] })).toContainEqual({ kind: 'range', column: 'a', min: '2024-01-31' });
  const range = { 'dbt_utils.accepted_range': { min_value: 0, inclusive: true } };
  expect(rulesFrom('dbt', { models: [{ name: 'm', columns: [{ name: 'a', data_tests: [range] }] }] })).toEqual([
    { kind: 'range', column: 'a', min: 0 },
  ]);
});

it('reads bounds that are not met themselves as met', () => {
  const bounds = { exclusiveMinimum: 0, exclusiveMaximum: 9 };
  const range = [{ kind: 'range', column: 'v', min: 0, max: 9 }];
  expect(rulesFrom('json-schema', { properties: { v: bounds } })).toEqual(range);
  expect(rulesFrom('json-schema', { properties: { v: { minimum: 0, maximum: 9, exclusiveMinimum: true } } })).toEqual(range);
  expect(rulesFrom('table-schema', { fields: [{ name: 'v', constraints: bounds }] })).toEqual(range);
});

it('leaves out what is asked of some rows only', () => {
  const tests = [{ not_null: { where: 'x > 1' } }, { unique: { config: { where: 'x > 1' } } }];
  expect(rulesFrom('dbt', { models: [{ name: 'm', columns: [{ name: 'a', data_tests: tests }] }] })).toEqual([]);
  const kwargs = { column: 'a', row_condition: 'x > 1', condition_parser: 'pandas' };
  expect(rulesFrom('great-expectations', { expectations: [{ type: 'expect_column_values_to_be_unique', kwargs }] })).toEqual([]);
});

it.each([
  ['A.csv', 'A'],
  ['Orders 2024-01.csv.gz', 'Orders_2024_01'],
  ['2024.parquet', '_2024'],
  ['Größe.json', 'Gro_e'],
  ['数据.csv', 'dataset'],
  ['stg_orders', 'stg_orders'],
])('writes the dataset %s as the model %s of dbt', (name, model) =>
  expect(exchangeFormats.dbt.to(contract, name)).toMatchObject({ models: [{ name: model }] }),
);

it.each([
  [2, 1],
  ['2024-02-01', '2024-01-01'],
  [1, '2024-01-01'],
])('refuses a range from %s to %s', (min, max) => {
  const parsed = contractSchema.safeParse({ rules: [{ rule: { kind: 'range', column: 'a', min, max } }] });
  expect(parsed.error?.issues.map(({ message }) => message)).toEqual(['no value is between min and max']);
});

it('refuses what is no document of the format', () => {
  for (const { from } of Object.values(exchangeFormats)) expect(() => from({ fields: 3, expectations: 1, models: [], items: 7 })).toThrow();
});
