import fc from 'fast-check';
import { profileColumns } from '../../relations/testing/profile-rows';
import { timeSeriesOf } from './time-series-of';
import { sortedTimes } from './times';

const [hourMs, dayMs] = [3_600_000, 86_400_000];
const start = Date.UTC(2024, 0, 1);
const named = { position: 0, column: 'at', isOrdered: true };
const seriesOf = (times: readonly number[]) => timeSeriesOf(sortedTimes(Float64Array.from(times).sort()), named);
const hours = (count: number) => Array.from({ length: count }, (_, at) => start + at * hourMs);

it('knows a regular series, and what is missing in it', () => {
  const times = hours(100).filter((_, at) => at !== 40 && (at < 60 || at > 63));
  expect(seriesOf([...times, start])).toMatchObject({
    from: start,
    to: start + 99 * hourMs,
    points: 96,
    distinct: 95,
    step: { medianMs: hourMs, modalMs: hourMs, modalShare: 92 / 94, isRegular: true },
    gaps: {
      aboveMs: 1.5 * hourMs,
      count: 2,
      missing: 5,
      longest: [
        { from: start + 59 * hourMs, to: start + 64 * hourMs, ms: 5 * hourMs },
        { from: start + 39 * hourMs, to: start + 41 * hourMs, ms: 2 * hourMs },
      ],
    },
  });
});

it('calls no step of an irregular series a gap but those far out', () => {
  const times = [0, 1, 3, 4, 7, 8, 11, 13, 14, 17, 19, 90].map((day) => start + day * dayMs);
  const { step, gaps } = seriesOf(times)!;
  expect(step.isRegular).toBe(false);
  // Steps in days: 1, 2, 1, 3, 1, 3, 2, 1, 3, 2, 71: Q1 1, Q3 3, fence 9.
  expect(gaps).toMatchObject({ aboveMs: 9 * dayMs, count: 1, missing: null });
});

it.each<[string, number[], string, number[]]>([
  ['days of a month', [start, start + dayMs, start + 30 * dayMs], 'day', [1, 1, ...Array<number>(28).fill(0), 1]],
  ['weeks from Monday on', [start - dayMs, start, start + 6 * dayMs, start + 400 * dayMs], 'week', [1, 2, ...Array<number>(56).fill(0), 1]],
  ['months of the calendar', [start, Date.UTC(2024, 1, 29), Date.UTC(2027, 2, 1)], 'month', [1, 1, ...Array<number>(36).fill(0), 1]],
  ['years before 100', [Date.UTC(1999, 0, 1), new Date(0).setUTCFullYear(1950, 5, 1), start], 'year', [1, ...Array<number>(48).fill(0), 1]],
])('counts %s', (_, times, unit, counts) => {
  const { volume } = seriesOf(times)!;
  expect(volume.unit).toBe(unit);
  expect(volume.counts.slice(0, counts.length)).toEqual(counts);
  expect(volume.starts[0]).toBeLessThanOrEqual(Math.min(...times));
});

it('counts every point once, whatever the times are', () =>
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }), { minLength: 3, maxLength: 200 }),
      fc.constantFrom(1, 1000, 60_000),
      (numbers, scale) => {
        const series = seriesOf(numbers.map((number) => number * scale));
        if (series === null) return;
        const { unit, counts, starts } = series.volume;
        expect(counts.length).toBeLessThanOrEqual(120);
        if (unit !== 'year') expect(counts.reduce((sum, count) => sum + count, 0)).toBe(numbers.length);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      },
    ),
  ));

it('finds the week in days, and growth', () => {
  const times = Array.from({ length: 84 }, (_, day) =>
    Array.from({ length: (day % 7 < 5 ? 40 : 10) + Math.floor(day / 7) }, (__, at) => start + day * dayMs + at * 60_000),
  ).flat();
  const { volume, trend, season } = seriesOf(times)!;
  expect(volume).toMatchObject({ unit: 'day' });
  expect(volume.counts).toHaveLength(84);
  expect(trend!.change).toBeGreaterThan(0);
  expect(season!.lag).toBe(7);
  expect(season!.autocorrelation).toBeGreaterThan(0.7);
});

it('says nothing of fewer than three times', () => expect(seriesOf([start, start, start + 1])).toBeNull());

it('takes the timestamps that come in order, and tells of what is missing', async () => {
  const rows = hours(50).filter((_, at) => at !== 20);
  const { timeSeries, findings } = await profileColumns({
    born: rows.map((_, at) => `19${70 + (at % 30)}-01-0${1 + (at % 9)}`),
    seen: rows.map((_, at) => new Date(start + ((at * 7919) % 1000) * 60_000).toISOString()),
    at: rows.map((time) => new Date(time).toISOString()),
  });
  expect(timeSeries).toMatchObject({ column: 'at', isOrdered: true, gaps: { missing: 1 } });
  expect(findings).toContainEqual(expect.objectContaining({ rule: 'timeGaps', column: 'at', measured: 1, count: 1 }));
});

it('is left out of a table without times', async () => expect((await profileColumns({ a: ['1', '2', '3'] })).timeSeries).toBeUndefined());
