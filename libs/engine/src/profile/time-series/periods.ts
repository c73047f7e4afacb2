import type { PeriodUnit, TimeSeries } from '@millrace/contracts';
import type { Times } from './times';

const mostPeriods = 120;
const [secondMs, minuteMs, hourMs, dayMs] = [1000, 60_000, 3_600_000, 86_400_000];

/** Periods of a unit by their number since one that holds 1970 or lies near it. */
interface Calendar {
  readonly of: (time: number) => number;
  readonly start: (period: number) => number;
}

const fixed = (ms: number, offset = 0): Calendar => ({
  of: (time) => Math.floor((time - offset) / ms),
  start: (period) => period * ms + offset,
});

const monthOf = (time: number): number => {
  const date = new Date(time);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
};

/** A date of any year; `Date.UTC` takes the first hundred for those of the last century. */
const startOfMonth = (month: number): number => {
  const date = new Date(0);
  return date.setUTCFullYear(1970 + Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
};

const calendars: readonly (readonly [PeriodUnit, Calendar])[] = [
  ['second', fixed(secondMs)],
  ['minute', fixed(minuteMs)],
  ['hour', fixed(hourMs)],
  ['day', fixed(dayMs)],
  // 1970 began on a Thursday.
  ['week', fixed(7 * dayMs, -3 * dayMs)],
  ['month', { of: monthOf, start: startOfMonth }],
  ['year', { of: (time) => Math.floor(monthOf(time) / 12), start: (year) => startOfMonth(year * 12) }],
];

/** Points by period, those without any too; where even years are too many, the last ones. */
export const volumeOf = (times: Times, from: number, to: number): TimeSeries['volume'] => {
  const [unit, { of, start }] = calendars.find(([, calendar]) => calendar.of(to) - calendar.of(from) < mostPeriods) ?? calendars.at(-1)!;
  const last = of(to);
  const first = Math.max(of(from), last - mostPeriods + 1);
  const counts = new Array<number>(last - first + 1).fill(0);
  let [period, end] = [Number.NaN, -Infinity];
  times.each((time, cells) => {
    if (!(time < end)) {
      period = of(time);
      end = start(period + 1);
    }
    if (period >= first) counts[period - first]! += cells;
  });
  return { unit, starts: counts.map((_, at) => start(first + at)), counts };
};
