import type { ColumnMetricId, ColumnProfile } from '@millrace/contracts';
import type { ColumnView } from '../profile/column-view';
import { between } from '../profile/statistics/quantiles';
import { scaleOf, type Moments } from '../profile/statistics/moments';
import type { OrderedNumbers } from './ordered-numbers';
import { WeightedSum } from './weighted-sum';

/** Whether the numbers of a column rise or fall in order of rows. */
export interface RowOrder {
  readonly rises: boolean;
  readonly falls: boolean;
  readonly isStrict: boolean;
}

export const quantile = (numbers: OrderedNumbers, share: number): number => {
  const place = (numbers.cells - 1) * share;
  const low = Math.floor(place);
  const first = numbers.atRank(low);
  return place === low ? first : between(first, numbers.atRank(low + 1), place - low);
};

/** As `momentsOf`, from each number once. */
export const weightedMoments = (numbers: OrderedNumbers, decimals: number): Moments => {
  const n = numbers.cells;
  const largest = Math.max(Math.abs(numbers.valueAt(0)), Math.abs(numbers.valueAt(numbers.length - 1)));
  const exact = scaleOf(decimals, largest);
  const scale = exact > 0 ? exact : 1;
  const total = new WeightedSum();
  let before = 0;
  // Block by block and not by a call for each number, which would make an object of it.
  for (const pairs of numbers.pairs())
    for (let at = 0; at < pairs.length; at += 2) {
      const value = pairs[at]!;
      total.add(scale === 1 ? value : Math.round(value * scale), pairs[at + 1]! - before);
      before = pairs[at + 1]!;
    }
  const about = exact > 0 ? Math.round(total.value / n) : total.value / n;
  const [s1, s2, s3, s4] = [new WeightedSum(), new WeightedSum(), new WeightedSum(), new WeightedSum()];
  before = 0;
  for (const pairs of numbers.pairs())
    for (let at = 0; at < pairs.length; at += 2) {
      const value = pairs[at]!;
      const d = (scale === 1 ? value : Math.round(value * scale)) - about;
      const cells = pairs[at + 1]! - before;
      before = pairs[at + 1]!;
      const square = d * d;
      s1.add(d, cells);
      s2.add(square, cells);
      s3.add(square * d, cells);
      s4.add(square * square, cells);
    }
  const shift = s1.value / n;
  const [a, b, c] = [s2.value, s3.value, s4.value];
  const m2 = Math.max(0, a - n * shift * shift);
  const m3 = b - 3 * shift * a + 2 * n * shift ** 3;
  const m4 = c - 4 * shift * b + 6 * shift * shift * a - 3 * n * shift ** 4;
  return {
    n,
    sum: total.value / scale,
    mean: (about + shift) / scale,
    m2: m2 / scale / scale,
    m3: m3 / scale / scale / scale,
    m4: Math.max(0, m4) / scale / scale / scale / scale,
  };
};

/** As `medianDistance`: outwards from the centre, as far as half of the cells. */
const medianDistance = (numbers: OrderedNumbers, centre: number): number => {
  const n = numbers.cells;
  const wanted = n >> 1;
  let right = numbers.placeOf(centre);
  let left = right - 1;
  let [taken, before, distance] = [0, Number.NaN, 0];
  while (taken <= wanted) {
    const below = left >= 0 ? centre - numbers.valueAt(left) : Infinity;
    const above = right < numbers.length ? numbers.valueAt(right) - centre : Infinity;
    const at = below <= above ? left : right;
    distance = Math.min(below, above);
    taken += numbers.upTo(at) - numbers.upTo(at - 1);
    if (Number.isNaN(before) && taken >= wanted) before = distance;
    if (below <= above) left -= 1;
    else right += 1;
  }
  return n % 2 === 1 ? distance : (before + distance) / 2;
};

const benfordLeast = 500;
const benford = Array.from({ length: 9 }, (_, at) => Math.log10(1 + 1 / (at + 1)));

/** Leading digits of numbers between `least` and `most`, both above 0; null below two orders of magnitude. */
const leadingDigits = (least: number, most: number, below: (x: number) => number): number[] | null => {
  if (most / least < 100) return null;
  const digits = new Array<number>(9).fill(0);
  for (let exponent = Math.floor(Math.log10(least)) - 1; 10 ** exponent <= most; exponent += 1)
    for (let digit = 1; digit <= 9; digit += 1) digits[digit - 1]! += below((digit + 1) * 10 ** exponent) - below(digit * 10 ** exponent);
  return digits;
};

const benfordDeviation = (numbers: OrderedNumbers): number | undefined => {
  const [negative, zeroOrLess] = [numbers.below(0), numbers.atMost(0)];
  const positive = numbers.cells - zeroOrLess;
  const sides: (number[] | null)[] = [];
  if (positive >= benfordLeast)
    sides.push(leadingDigits(numbers.atRank(zeroOrLess), numbers.atRank(numbers.cells - 1), (x) => numbers.below(x)));
  if (negative >= benfordLeast)
    sides.push(leadingDigits(-numbers.atRank(negative - 1), -numbers.atRank(0), (x) => negative - numbers.atMost(-x)));
  const parts = sides.filter((side) => side !== null);
  if (parts.length === 0 || numbers.cells < benfordLeast) return undefined;
  const n = parts.flat().reduce((sum, count) => sum + count, 0);
  return benford.reduce((total, share, at) => total + Math.abs(parts.reduce((sum, part) => sum + part[at]!, 0) / n - share), 0) / 9;
};

const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);
type Numbers = Partial<Record<ColumnMetricId, number | undefined>>;

const momentMetrics = ({ n, sum, mean, m2, m3, m4 }: Moments, isTime: boolean): Numbers => {
  const variance = n < 2 ? undefined : finite(m2 / (n - 1));
  const std = variance === undefined ? undefined : Math.sqrt(variance);
  const isCv = !isTime && std !== undefined && finite(mean) !== undefined && mean !== 0;
  return {
    sum: isTime ? undefined : finite(sum),
    mean: finite(mean),
    variance: isTime ? undefined : variance,
    std,
    sem: std === undefined ? undefined : std / Math.sqrt(n),
    cv: isCv ? std / Math.abs(mean) : undefined,
    skewness: m2 === 0 ? undefined : finite(m3 / n / (m2 / n) ** 1.5),
    kurtosis: m2 === 0 ? undefined : finite(m4 / n / (m2 / n) ** 2 - 3),
  };
};

/** The metrics of a numeric column that need its numbers in order; the definitions are those of `statistics/numbers.ts`. */
export const numberMetrics = (view: ColumnView, numbers: OrderedNumbers, decimals: number, order: RowOrder): Numbers => {
  if (numbers.cells === 0) return {};
  const isTime = view.isTime();
  const { kind, dateOrder } = view.decision();
  const at = (share: number) => quantile(numbers, share);
  const [min, max, q25, q75, median] = [at(0), at(1), at(0.25), at(0.75), at(0.5)];
  const fence = (reach: number) => [q25 - reach * (q75 - q25), q75 + reach * (q75 - q25)] as const;
  const outside = ([low, high]: readonly [number, number]) => numbers.below(low) + numbers.cells - numbers.atMost(high);
  const isOrdered = kind !== 'text' && dateOrder === null && numbers.cells >= 2;
  const { rises, falls, isStrict } = order;
  return {
    min,
    max,
    ...{ q01: at(0.01), q05: at(0.05), q10: at(0.1), q25, median, q75, q90: at(0.9), q95: at(0.95), q99: at(0.99) },
    range: finite(max - min),
    ...momentMetrics(weightedMoments(numbers, isTime ? 0 : decimals), isTime),
    iqr: q75 - q25,
    mad: medianDistance(numbers, median),
    lowerFence: fence(1.5)[0],
    upperFence: fence(1.5)[1],
    monotonicity: !isOrdered ? undefined : rises === falls ? 0 : (rises ? 1 : -1) * (isStrict ? 2 : 1),
    ...(isTime
      ? { futureCount: numbers.cells - numbers.below(view.now) }
      : {
          outlierCount: outside(fence(1.5)),
          farOutlierCount: outside(fence(3)),
          zeroCount: numbers.atMost(0) - numbers.below(0),
          negativeCount: numbers.below(0),
          benfordDeviation: benfordDeviation(numbers),
        }),
  };
};

/** The deciles of the numbers. */
export const decilesOf = (numbers: OrderedNumbers): ColumnProfile['deciles'] =>
  numbers.cells === 0 ? null : Array.from({ length: 11 }, (_, at) => quantile(numbers, at / 10));
