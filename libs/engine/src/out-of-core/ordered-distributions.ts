import type { ColumnProfile } from '@millrace/contracts';
import { binEdges } from '../profile/distributions';
import { weekdayOf } from '../profile/statistics/times';
import { decilesOf } from './number-metrics';
import type { OrderedNumbers } from './ordered-numbers';

const bins = 20;
const dayMs = 86_400_000;
const hourMs = 3_600_000;
const granules = [
  ['day', dayMs],
  ['hour', hourMs],
  ['minute', 60_000],
  ['second', 1000],
  ['millisecond', 1],
] as const;

const histogramOf = (numbers: OrderedNumbers): ColumnProfile['histogram'] => {
  const n = numbers.cells;
  if (n === 0) return null;
  const [min, max] = [numbers.atRank(0), numbers.atRank(n - 1)];
  if (!(max > min) || !Number.isFinite(max - min)) return { edges: [min, max], counts: [n] };
  const edges = binEdges(min, max);
  const places = edges.map((edge, at) => (at === bins ? n : numbers.below(edge)));
  return { edges, counts: Array.from({ length: bins }, (_, at) => places[at + 1]! - places[at]!) };
};

/** What is in the order of times, and in their days and hours. */
export interface TimeFigures {
  readonly times: NonNullable<ColumnProfile['times']>;
  readonly weekendCount: number;
  /** Days. */
  readonly longestGap: number;
}

/** Of times in milliseconds since 1970 UTC; null where there are none. */
export const timeFigures = (numbers: OrderedNumbers): TimeFigures | null => {
  if (numbers.cells === 0) return null;
  const [weekdays, hours] = [new Array<number>(7).fill(0), new Array<number>(24).fill(0)];
  let [finest, gap, before, cellsBefore] = [0, 0, Number.NaN, 0];
  for (const pairs of numbers.pairs())
    for (let at = 0; at < pairs.length; at += 2) {
      const time = pairs[at]!;
      const cells = pairs[at + 1]! - cellsBefore;
      cellsBefore = pairs[at + 1]!;
      const hour = Math.floor(time / hourMs);
      weekdays[weekdayOf(time)]! += cells;
      hours[hour - Math.floor(hour / 24) * 24]! += cells;
      while (finest < granules.length - 1 && time % granules[finest]![1] !== 0) finest += 1;
      if (time - before > gap) gap = time - before;
      before = time;
    }
  return {
    times: { granularity: granules[finest]![0], weekdays, hours },
    weekendCount: weekdays[5]! + weekdays[6]!,
    longestGap: gap / dayMs,
  };
};

/** As `distributionsOf`, from numbers in order. */
export const orderedDistributions = (numbers: OrderedNumbers): Pick<ColumnProfile, 'histogram' | 'deciles'> => ({
  histogram: histogramOf(numbers),
  deciles: decilesOf(numbers),
});
