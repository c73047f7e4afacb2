import { metricCatalogue } from '@millrace/contracts';
import { chunkOf } from '../../../../../test/support/text-chunk';
import { ColumnView } from '../column-view';
import { ValueTable } from '../values/value-table';
import { metricsOf, statistics } from './registry';
import { NumberScratch } from './sort-numbers';

const now = Date.UTC(2024, 5, 1);
const viewOf = (cells: readonly (string | null)[]): ColumnView => {
  const table = new ValueTable(cells.length);
  table.add(chunkOf(cells), new Int32Array(cells.length));
  return new ColumnView(table, { now, scratch: new NumberScratch(new ArrayBuffer(cells.length * 16)) });
};
const checked = new Set<string>();
/** The metrics of a column, each of which is held against a number that was worked out by hand or in closed form. */
const expectMetrics = (cells: readonly (string | null)[], expected: Readonly<Record<string, number | undefined>>): void => {
  const found = metricsOf(viewOf(cells));
  for (const [id, value] of Object.entries(expected)) {
    checked.add(id);
    if (value === undefined) expect([id, id in found]).toEqual([id, false]);
    else
      expect([id, found[id], Math.abs((found[id] ?? Number.NaN) - value) <= 1e-12 * Math.max(1, Math.abs(value))]).toEqual([
        id,
        found[id],
        true,
      ]);
  }
};

it('knows four numbers', () => {
  expectMetrics(['4', '1', '9', '2'], {
    count: 4,
    nullCount: 0,
    nullShare: 0,
    emptyCount: 0,
    tokenNullCount: 0,
    distinctCount: 4,
    distinctShare: 1,
    uniqueCount: 4,
    duplicateCount: 0,
    topShare: 0.25,
    entropy: 2,
    evenness: 1,
    giniImpurity: 0.75,
    paddedCount: 0,
    min: 1,
    max: 9,
    range: 8,
    sum: 16,
    mean: 4,
    variance: 38 / 3,
    std: Math.sqrt(38 / 3),
    sem: Math.sqrt(38 / 12),
    cv: Math.sqrt(38 / 3) / 4,
    skewness: 22.5 / 9.5 ** 1.5,
    kurtosis: -1,
    q01: 1.03,
    q05: 1.15,
    q10: 1.3,
    q25: 1.75,
    median: 3,
    q75: 5.25,
    q90: 7.5,
    q95: 8.25,
    q99: 8.85,
    iqr: 3.5,
    mad: 1.5,
    lowerFence: -3.5,
    upperFence: 10.5,
    outlierCount: 0,
    farOutlierCount: 0,
    zeroCount: 0,
    negativeCount: 0,
    infinityCount: undefined,
    beyondDoubleCount: undefined,
    monotonicity: 0,
    digitsOnlyCount: 4,
    futureCount: undefined,
    impossibleCount: undefined,
  });
});

it('knows numbers with outliers, signs, infinities and tokens', () => {
  // The fences of -3, 0, 0, 1, 2, 100: quartiles 0 and 1.75, fences -2.625 and 4.375, far fences -5.25 and 7.
  expectMetrics(['-3', '0', '0', '1', '2', '100', 'inf', 'N/A', null, ' - '], {
    count: 10,
    nullCount: 3,
    nullShare: 0.3,
    emptyCount: 1,
    tokenNullCount: 2,
    paddedCount: 1,
    distinctCount: 6,
    uniqueCount: 5,
    duplicateCount: 1,
    topShare: 2 / 7,
    giniImpurity: 1 - (4 + 5) / 49,
    entropy: Math.log2(7) - 2 / 7,
    q25: 0,
    q75: 1.75,
    outlierCount: 2,
    farOutlierCount: 1,
    zeroCount: 2,
    negativeCount: 1,
    infinityCount: 1,
    sum: 100,
    monotonicity: 1,
  });
});

it('knows one row, a constant, and a column without values', () => {
  expectMetrics(['7'], {
    min: 7,
    max: 7,
    mean: 7,
    median: 7,
    mad: 0,
    variance: undefined,
    std: undefined,
    sem: undefined,
    skewness: undefined,
    entropy: 0,
    evenness: undefined,
  });
  expectMetrics(['5', '5', '5'], { std: 0, skewness: undefined, kurtosis: undefined, cv: 0, monotonicity: 0, topShare: 1, iqr: 0 });
  expectMetrics([null, '', 'null'], {
    nullCount: 3,
    nullShare: 1,
    emptyCount: 1,
    tokenNullCount: 2,
    distinctCount: 0,
    topShare: undefined,
    entropy: undefined,
    mean: undefined,
    minLength: undefined,
  });
});

it('keeps integers beyond 2^53 apart, and says that statistics round them', () => {
  expectMetrics(['9007199254740992', '9007199254740993'], { distinctCount: 2, beyondDoubleCount: 2, min: 2 ** 53, monotonicity: 0 });
});

it('knows texts: lengths in code points and bytes, words, case, scripts, formats', () => {
  expectMetrics(['AB-12', 'ab', 'Ab c', '😀é', ' x', 'x ', 'CD-34'], {
    minLength: 2,
    maxLength: 5,
    meanLength: 22 / 7,
    minBytes: 2,
    maxBytes: 6,
    meanWords: 8 / 7,
    maxWords: 2,
    manyWordsCount: 1,
    upperCaseCount: 2,
    lowerCaseCount: 3,
    mixedCaseCount: 1,
    digitsOnlyCount: 0,
    nonAsciiCount: 1,
    leadingSpaceCount: 1,
    trailingSpaceCount: 1,
    paddedCount: 2,
    maskCount: 6,
    min: undefined,
  });
});

it('knows dates', () => {
  // A Saturday, the Monday after it, and a day in the future.
  expectMetrics(['2024-01-06', '2024-01-08', '2024-07-01'], {
    min: Date.UTC(2024, 0, 6),
    max: Date.UTC(2024, 6, 1),
    range: 177 * 86_400_000,
    futureCount: 1,
    weekendCount: 1,
    longestGap: 175,
    sum: undefined,
    variance: undefined,
    cv: undefined,
    outlierCount: undefined,
    monotonicity: 2,
  });
  expectMetrics(['2024-02-30', '2024-01-01', '2024-01-02'], { impossibleCount: 1, min: Date.UTC(2024, 0, 1) });
});

it("knows Benford's law where it holds, and where all digits are as frequent", () => {
  // Powers of two follow it; among 1 to 9999 each digit leads 1111 times.
  const powers = Array.from({ length: 1000 }, (_, at) => `${2 ** at}`);
  expect(metricsOf(viewOf(powers))['benfordDeviation']).toBeLessThan(0.01);
  const shares = Array.from({ length: 9 }, (_, at) => Math.abs(1 / 9 - Math.log10(1 + 1 / (at + 1))));
  expectMetrics(
    Array.from({ length: 9999 }, (_, at) => `${at % 2 === 0 ? '' : '-'}${at + 1}`),
    { benfordDeviation: shares.reduce((a, b) => a + b) / 9 },
  );
});

it('computes each statistic alone as it does with all the others', () => {
  const cells = ['1', '2.5', '-3', 'x', 'N/A', null, '2', '2'];
  const together = metricsOf(viewOf(cells));
  for (const [id, compute] of Object.entries(statistics)) expect([id, compute(viewOf(cells))]).toEqual([id, together[id]]);
});

it('has checked every metric of a column', () => {
  const ids = Object.entries(metricCatalogue).flatMap(([id, { scope }]) => (scope === 'table' ? [] : [id]));
  expect(ids.filter((id) => !checked.has(id))).toEqual([]);
});
