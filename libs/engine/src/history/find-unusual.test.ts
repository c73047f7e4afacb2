import type { ColumnProfile, MetricHistory, Profile } from '@millrace/contracts';
import { findUnusual } from './find-unusual';

const at = (version: number) => new Date(Date.UTC(2024, 0, version)).toISOString();
const eight = Array.from({ length: 8 }, (_, index) => index);
const historyOf = (series: Record<string, Record<string, readonly (number | null)[]>>): MetricHistory => ({
  next: { number: 9, at: at(9) },
  versions: eight.map((index) => ({ number: index + 1, at: at(index + 1) })),
  series: Object.entries(series).flatMap(([column, metrics]) =>
    Object.entries(metrics).map(([metric, values]) => ({ column: column === '' ? null : column, metric, values: [...values] })),
  ),
});
const profileOf = (metrics: Record<string, number>, columns: Record<string, Record<string, number>>, kind = 'integer') =>
  ({
    ingest: { rows: metrics['rows'] ?? 0 },
    metrics,
    columns: Object.entries(columns).map(([name, own]) => ({ name, kind, metrics: own }) as unknown as ColumnProfile),
  }) as unknown as Profile;
const around = (center: number, step: number) => eight.map((index) => center + step * (((index * 5) % 8) - 3.5));
const rules = (profile: Profile, history: MetricHistory) => findUnusual(profile, history).map(({ rule, column }) => [rule, column]);

it('says what is unusual, by how much, and what to look at', () => {
  const history = historyOf({ '': { rows: around(1000, 10) }, amount: { nullShare: around(0.02, 0.001) } });
  const found = findUnusual(profileOf({ rows: 500 }, { amount: { nullShare: 0.4, count: 500 } }), history);
  expect(found).toEqual([
    expect.objectContaining({
      rule: 'unusualRows',
      column: null,
      measured: 500,
      threshold: expect.closeTo(1000 - 5 * 1.4826 * 20, 6),
      message: 'The number of rows is 500; by the last 8 versions, 851.7 to 1,148 is usual, around 1,000.',
    }),
    expect.objectContaining({
      rule: 'unusualNullShare',
      column: 'amount',
      measured: 0.4,
      threshold: expect.closeTo(0.07, 6),
      message: 'The share of absent cells is 40%; by the last 8 versions, 0% to 7% is usual, around 2%.',
    }),
  ]);
});

it.each<[string, Record<string, readonly (number | null)[]>, Record<string, number>, string, string[]]>([
  ['as always', { nullShare: around(0.02, 0.001) }, { nullShare: 0.021 }, 'integer', []],
  ['too little to matter, though never seen', { nullShare: eight.map(() => 0) }, { nullShare: 0.04 }, 'integer', []],
  ['what never varied', { nullShare: eight.map(() => 0) }, { nullShare: 0.06 }, 'integer', ['unusualNullShare']],
  ['a mean in other units', { mean: around(50, 1), std: around(10, 0.1) }, { mean: 5000, std: 10 }, 'decimal', ['unusualMean']],
  ['a mean that moves a little', { mean: eight.map(() => 50), std: around(10, 0.1) }, { mean: 52, std: 10 }, 'decimal', []],
  ['the mean of dates, which goes on', { mean: eight.map(() => 50), std: around(10, 0.1) }, { mean: 90, std: 10 }, 'date', []],
  [
    'values that came',
    { distinctCount: eight.map(() => 10), distinctShare: eight.map(() => 0.01) },
    { distinctCount: 40, distinctShare: 0.04 },
    'category',
    ['unusualDistinctCount'],
  ],
  [
    'a key with more rows',
    { distinctCount: eight.map(() => 10), distinctShare: eight.map(() => 1) },
    { distinctCount: 40, distinctShare: 1 },
    'identifier',
    [],
  ],
  [
    'a key that repeats',
    { distinctCount: eight.map(() => 10), distinctShare: eight.map(() => 1) },
    { distinctCount: 10, distinctShare: 0.5 },
    'identifier',
    ['unusualDistinctShare'],
  ],
  ['seven versions and a gap', { topShare: [null, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1] }, { topShare: 0.9 }, 'text', ['unusualTopShare']],
  ['six versions', { topShare: [null, null, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1] }, { topShare: 0.9 }, 'text', []],
  ['texts that were cut', { meanLength: around(30, 0.1) }, { meanLength: 8 }, 'text', ['unusualMeanLength']],
])('judges %s', (_, series, current, kind, expected) => {
  expect(rules(profileOf({}, { a: current }, kind), historyOf({ a: series }))).toEqual(expected.map((rule) => [rule, 'a']));
});

it('has nothing to say of a column that is new, or of a table without a history', () => {
  expect(rules(profileOf({ rows: 1 }, { b: { nullShare: 1 } }), historyOf({ a: { nullShare: around(0.02, 0.001) } }))).toEqual([]);
  expect(findUnusual(profileOf({ rows: 1 }, {}), { next: { number: 1, at: at(1) }, versions: [], series: [] })).toEqual([]);
});

it('notices a column more or fewer, at once', () => {
  const history = historyOf({ '': { columns: eight.map(() => 12) } });
  expect(rules(profileOf({ columns: 12 }, {}), history)).toEqual([]);
  expect(rules(profileOf({ columns: 11 }, {}), history)).toEqual([['unusualColumns', null]]);
});
