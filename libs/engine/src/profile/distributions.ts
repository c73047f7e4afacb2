import type { ColumnProfile } from '@millrace/contracts';
import type { ColumnView } from './column-view';
import { lowerBound, quantileOf } from './statistics/quantiles';
import { weekdayOf } from './statistics/times';

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

/** Edges of bins of equal width, ascending; a product that is beyond the largest number is left out. */
export const binEdges = (min: number, max: number): number[] =>
  Array.from({ length: bins + 1 }, (_, at) => {
    if (at === bins) return max;
    const product = (max - min) * at;
    return min + (Number.isFinite(product) ? product / bins : (max - min) * (at / bins));
  });

const histogramOf = (sorted: Float64Array): ColumnProfile['histogram'] => {
  const n = sorted.length;
  if (n === 0) return null;
  const [min, max] = [sorted[0]!, sorted[n - 1]!];
  if (!(max > min) || !Number.isFinite(max - min)) return { edges: [min, max], counts: [n] };
  const edges = binEdges(min, max);
  const places = edges.map((edge, at) => (at === bins ? n : lowerBound(sorted, edge)));
  return { edges, counts: Array.from({ length: bins }, (_, at) => places[at + 1]! - places[at]!) };
};

const timesOf = (sorted: Float64Array): ColumnProfile['times'] => {
  const [weekdays, hours] = [new Array<number>(7).fill(0), new Array<number>(24).fill(0)];
  let finest = 0;
  // They come in order: many lie in the hour of the one before.
  let [hourEnd, weekday, hourOfDay] = [-Infinity, 0, 0];
  for (let at = 0; at < sorted.length; at += 1) {
    const time = sorted[at]!;
    if (time >= hourEnd) {
      const hour = Math.floor(time / hourMs);
      hourEnd = (hour + 1) * hourMs;
      weekday = weekdayOf(time);
      hourOfDay = hour - Math.floor(hour / 24) * 24;
    }
    weekdays[weekday]! += 1;
    hours[hourOfDay]! += 1;
    while (finest < granules.length - 1 && time % granules[finest]![1] !== 0) finest += 1;
  }
  return { granularity: granules[finest]![0], weekdays, hours };
};

/** How the numbers of a column lie: a histogram of equal widths, deciles, and for dates their days and hours. */
export const distributionsOf = (column: ColumnView): Pick<ColumnProfile, 'histogram' | 'deciles' | 'times'> => {
  const sorted = column.numbers();
  return {
    histogram: histogramOf(sorted),
    deciles: sorted.length === 0 ? null : Array.from({ length: 11 }, (_, at) => quantileOf(sorted, at / 10)),
    times: column.isTime() && sorted.length > 0 ? timesOf(sorted) : null,
  };
};
