import { lowerBound, medianDistance, quantileOf } from './quantiles';
import { ofNumbers, type Statistic } from './statistic';

const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);
const quantile = (share: number): Statistic => ofNumbers((sorted) => quantileOf(sorted, share));

export const min = quantile(0);
export const max = quantile(1);
export const q01 = quantile(0.01);
export const q05 = quantile(0.05);
export const q10 = quantile(0.1);
export const q25 = quantile(0.25);
export const median = quantile(0.5);
export const q75 = quantile(0.75);
export const q90 = quantile(0.9);
export const q95 = quantile(0.95);
export const q99 = quantile(0.99);
export const range: Statistic = ofNumbers((sorted) => finite(quantileOf(sorted, 1) - quantileOf(sorted, 0)));
export const sum: Statistic = (column) => (column.isTime() ? undefined : finite(column.moments()?.sum ?? Number.NaN));
export const mean: Statistic = (column) => finite(column.moments()?.mean ?? Number.NaN);

const varianceOf: Statistic = (column) => {
  const moments = column.moments();
  return moments === null || moments.n < 2 ? undefined : finite(moments.m2 / (moments.n - 1));
};
export const variance: Statistic = (column) => (column.isTime() ? undefined : varianceOf(column));
export const std: Statistic = (column) => {
  const value = varianceOf(column);
  return value === undefined ? undefined : Math.sqrt(value);
};
export const sem: Statistic = (column) => {
  const value = std(column);
  return value === undefined ? undefined : value / Math.sqrt(column.numbers().length);
};
export const cv: Statistic = (column) => {
  const [deviation, centre] = [std(column), mean(column)];
  return column.isTime() || deviation === undefined || centre === undefined || centre === 0 ? undefined : deviation / Math.abs(centre);
};
export const skewness: Statistic = (column) => {
  const moments = column.moments();
  return moments === null || moments.m2 === 0 ? undefined : finite(moments.m3 / moments.n / (moments.m2 / moments.n) ** 1.5);
};
export const kurtosis: Statistic = (column) => {
  const moments = column.moments();
  return moments === null || moments.m2 === 0 ? undefined : finite(moments.m4 / moments.n / (moments.m2 / moments.n) ** 2 - 3);
};

export const iqr: Statistic = ofNumbers((sorted) => quantileOf(sorted, 0.75) - quantileOf(sorted, 0.25));
export const mad: Statistic = ofNumbers((sorted) => medianDistance(sorted, quantileOf(sorted, 0.5)));

const fence = (sorted: Float64Array, reach: number): readonly [number, number] => {
  const [low, high] = [quantileOf(sorted, 0.25), quantileOf(sorted, 0.75)];
  return [low - reach * (high - low), high + reach * (high - low)];
};
export const lowerFence: Statistic = ofNumbers((sorted) => fence(sorted, 1.5)[0]);
export const upperFence: Statistic = ofNumbers((sorted) => fence(sorted, 1.5)[1]);

const outside = (sorted: Float64Array, [low, high]: readonly [number, number]): number => {
  let at = lowerBound(sorted, high);
  while (at < sorted.length && sorted[at] === high) at += 1;
  return lowerBound(sorted, low) + sorted.length - at;
};
export const outlierCount: Statistic = ofNumbers((sorted, column) => (column.isTime() ? undefined : outside(sorted, fence(sorted, 1.5))));
export const farOutlierCount: Statistic = ofNumbers((sorted, column) => (column.isTime() ? undefined : outside(sorted, fence(sorted, 3))));

export const zeroCount: Statistic = ofNumbers((sorted, column) => {
  if (column.isTime()) return undefined;
  let at = lowerBound(sorted, 0);
  const first = at;
  while (at < sorted.length && sorted[at] === 0) at += 1;
  return at - first;
});
export const negativeCount: Statistic = ofNumbers((sorted, column) => (column.isTime() ? undefined : lowerBound(sorted, 0)));
export const infinityCount: Statistic = (column) => (column.isNumeric() && column.infinities() > 0 ? column.infinities() : undefined);

export const beyondDoubleCount: Statistic = (column) => {
  if (!column.isNumeric() || column.isTime()) return undefined;
  return column.beyondDouble() || undefined;
};

/** In order of rows; not for dates whose order was not known while they were read. */
export const monotonicity: Statistic = (column) => {
  const { rises, falls, isStrict } = column.table;
  const { kind, dateOrder } = column.decision();
  if (!column.isNumeric() || kind === 'text' || dateOrder !== null || column.numbers().length < 2) return undefined;
  return rises === falls ? 0 : (rises ? 1 : -1) * (isStrict ? 2 : 1);
};

const benfordLeast = 500;
const benford = Array.from({ length: 9 }, (_, at) => Math.log10(1 + 1 / (at + 1)));

/** Shares of the leading digits 1 to 9 of ascending positive numbers, decade by decade; null below two orders of magnitude. */
const leadingDigits = (ascending: Float64Array): Float64Array | null => {
  const digits = new Float64Array(10);
  const largest = ascending.at(-1) ?? 0;
  if (largest / ascending[0]! < 100) return null;
  for (let exponent = Math.floor(Math.log10(ascending[0]!)) - 1; 10 ** exponent <= largest; exponent += 1)
    for (let digit = 1; digit <= 9; digit += 1)
      digits[digit]! += lowerBound(ascending, (digit + 1) * 10 ** exponent) - lowerBound(ascending, digit * 10 ** exponent);
  return digits;
};

/** Over the absolute values; a column that is mostly negative is turned round. */
export const benfordDeviation: Statistic = ofNumbers((sorted, column) => {
  if (column.isTime() || sorted.length < benfordLeast) return undefined;
  let zeros = lowerBound(sorted, 0);
  const negative = sorted.slice(0, zeros).reverse().map(Math.abs);
  while (zeros < sorted.length && sorted[zeros] === 0) zeros += 1;
  const positive = sorted.subarray(zeros);
  const parts = [positive, negative].filter((part) => part.length >= benfordLeast).flatMap((part) => leadingDigits(part) ?? []);
  const [first] = parts;
  if (first === undefined) return undefined;
  const n = parts.reduce((sum, part) => sum + part.reduce((a, b) => a + b), 0);
  return benford.reduce((total, share, at) => total + Math.abs(parts.reduce((sum, part) => sum + part[at + 1]!, 0) / n - share), 0) / 9;
});
