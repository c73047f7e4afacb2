import type { ColumnMetricId } from '@millrace/contracts';
import type { ColumnView } from '../column-view';
import * as counts from './counts';
import * as frequencies from './frequencies';
import * as numbers from './numbers';
import type { Statistic } from './statistic';
import * as texts from './texts';
import * as times from './times';

/** Every metric of a column, one line each: one that is in the catalogue and not here does not compile. */
export const statistics: { readonly [Id in ColumnMetricId]: Statistic } = {
  count: counts.count,
  nullCount: counts.nullCount,
  nullShare: counts.nullShare,
  emptyCount: counts.emptyCount,
  tokenNullCount: counts.tokenNullCount,
  distinctCount: frequencies.distinctCount,
  distinctShare: frequencies.distinctShare,
  uniqueCount: frequencies.uniqueCount,
  duplicateCount: frequencies.duplicateCount,
  topShare: frequencies.topShare,
  entropy: frequencies.entropy,
  evenness: frequencies.evenness,
  giniImpurity: frequencies.giniImpurity,
  paddedCount: counts.paddedCount,
  min: numbers.min,
  max: numbers.max,
  range: numbers.range,
  sum: numbers.sum,
  mean: numbers.mean,
  variance: numbers.variance,
  std: numbers.std,
  sem: numbers.sem,
  cv: numbers.cv,
  skewness: numbers.skewness,
  kurtosis: numbers.kurtosis,
  q01: numbers.q01,
  q05: numbers.q05,
  q10: numbers.q10,
  q25: numbers.q25,
  median: numbers.median,
  q75: numbers.q75,
  q90: numbers.q90,
  q95: numbers.q95,
  q99: numbers.q99,
  iqr: numbers.iqr,
  mad: numbers.mad,
  lowerFence: numbers.lowerFence,
  upperFence: numbers.upperFence,
  outlierCount: numbers.outlierCount,
  farOutlierCount: numbers.farOutlierCount,
  zeroCount: numbers.zeroCount,
  negativeCount: numbers.negativeCount,
  infinityCount: numbers.infinityCount,
  beyondDoubleCount: numbers.beyondDoubleCount,
  monotonicity: numbers.monotonicity,
  benfordDeviation: numbers.benfordDeviation,
  minLength: texts.minLength,
  maxLength: texts.maxLength,
  meanLength: texts.meanLength,
  minBytes: texts.minBytes,
  maxBytes: texts.maxBytes,
  meanWords: texts.meanWords,
  maxWords: texts.maxWords,
  manyWordsCount: texts.manyWordsCount,
  upperCaseCount: texts.upperCaseCount,
  lowerCaseCount: texts.lowerCaseCount,
  mixedCaseCount: texts.mixedCaseCount,
  digitsOnlyCount: texts.digitsOnlyCount,
  nonAsciiCount: texts.nonAsciiCount,
  leadingSpaceCount: texts.leadingSpaceCount,
  trailingSpaceCount: texts.trailingSpaceCount,
  maskCount: texts.maskCount,
  futureCount: times.futureCount,
  impossibleCount: counts.impossibleCount,
  weekendCount: times.weekendCount,
  longestGap: times.longestGap,
};

const entries = Object.entries(statistics);

/** All metrics of a column that apply to it. */
export const metricsOf = (column: ColumnView): Record<string, number> =>
  Object.fromEntries(
    entries.flatMap(([id, compute]) => {
      const value = compute(column);
      // What is beyond the largest number is no number.
      return value === undefined || !Number.isFinite(value) ? [] : [[id, value]];
    }),
  );
