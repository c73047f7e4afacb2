import { lowerBound } from './quantiles';
import { ofNumbers, type Statistic } from './statistic';

const dayMs = 86_400_000;

/** Days of the week of times in milliseconds since 1970 UTC: 0 is Monday. */
export const weekdayOf = (time: number): number => (((Math.floor(time / dayMs) + 3) % 7) + 7) % 7;

const ofTimes = (compute: (sorted: Float64Array, now: number) => number): Statistic =>
  ofNumbers((sorted, column) => (column.isTime() ? compute(sorted, column.now) : undefined));

export const futureCount = ofTimes((sorted, now) => sorted.length - lowerBound(sorted, now));
export const weekendCount = ofTimes((sorted) => sorted.reduce((cells, time) => cells + (weekdayOf(time) >= 5 ? 1 : 0), 0));
export const longestGap = ofTimes((sorted) => {
  let gap = 0;
  for (let at = 1; at < sorted.length; at += 1) gap = Math.max(gap, sorted[at]! - sorted[at - 1]!);
  return gap / dayMs;
});
