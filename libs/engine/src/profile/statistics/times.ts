import { lowerBound } from './quantiles';
import { ofNumbers, type Statistic } from './statistic';

const dayMs = 86_400_000;

/** Days of the week of times in milliseconds since 1970 UTC: 0 is Monday. */
export const weekdayOf = (time: number): number => (((Math.floor(time / dayMs) + 3) % 7) + 7) % 7;

const ofTimes = (compute: (sorted: Float64Array, now: number) => number): Statistic =>
  ofNumbers((sorted, column) => (column.isTime() ? compute(sorted, column.now) : undefined));

export const futureCount = ofTimes((sorted, now) => sorted.length - lowerBound(sorted, now));
export const weekendCount = ofTimes((sorted) => {
  let cells = 0;
  // They come in order: many lie in the day of the one before.
  let dayEnd = -Infinity;
  let isWeekend = false;
  for (let at = 0; at < sorted.length; at += 1) {
    const time = sorted[at]!;
    if (time >= dayEnd) {
      dayEnd = (Math.floor(time / dayMs) + 1) * dayMs;
      isWeekend = weekdayOf(time) >= 5;
    }
    if (isWeekend) cells += 1;
  }
  return cells;
});
export const longestGap = ofTimes((sorted) => {
  let gap = 0;
  for (let at = 1; at < sorted.length; at += 1) gap = Math.max(gap, sorted[at]! - sorted[at - 1]!);
  return gap / dayMs;
});
