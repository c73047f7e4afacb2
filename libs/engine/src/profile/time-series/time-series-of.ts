import type { TimeSeries } from '@millrace/contracts';
import { quantileOf } from '../statistics/quantiles';
import { volumeOf } from './periods';
import type { Times } from './times';

const mostSteps = 8192;
const regularShare = 0.9;
const shownGaps = 10;
const leastDistinct = 3;
const leastPeriods = 5;
const cycles: Readonly<Partial<Record<TimeSeries['volume']['unit'], number>>> = { minute: 60, hour: 24, day: 7, week: 52, month: 12 };

/** Steps between neighbours, evenly spread over all of them: as more come, every other one is let go. */
class StepSample {
  private stride = 1;
  private seen = 0;
  private kept: number[] = [];

  add(step: number): void {
    if (this.seen % this.stride === 0) this.kept.push(step);
    this.seen += 1;
    if (this.kept.length <= mostSteps) return;
    this.kept = this.kept.filter((_, at) => at % 2 === 0);
    this.stride *= 2;
  }

  sorted(): Float64Array {
    return Float64Array.from(this.kept).sort();
  }
}

/** The most frequent of ascending numbers, of equals the least. */
const modeOf = (sorted: Float64Array): number => {
  let [mode, most] = [sorted[0]!, 0];
  for (let at = 0; at < sorted.length;) {
    const from = at;
    while (at < sorted.length && sorted[at] === sorted[from]) at += 1;
    if (at - from > most) [mode, most] = [sorted[from]!, at - from];
  }
  return mode;
};

const lineThrough = (
  values: readonly number[],
): { readonly slope: number; readonly rest: number[]; readonly r2: number; readonly mean: number } => {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const middle = (n - 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (const [at, value] of values.entries()) {
    xy += (at - middle) * (value - mean);
    xx += (at - middle) ** 2;
    yy += (value - mean) ** 2;
  }
  const slope = xy / xx;
  return { slope, mean, r2: yy === 0 ? 0 : (slope * xy) / yy, rest: values.map((value, at) => value - mean - slope * (at - middle)) };
};

const autocorrelation = (rest: readonly number[], lag: number): number => {
  const total = rest.reduce((sum, value) => sum + value * value, 0);
  return total === 0 ? 0 : rest.slice(lag).reduce((sum, value, at) => sum + value * rest[at]!, 0) / total;
};

const movement = ({ unit, counts }: TimeSeries['volume']): Pick<TimeSeries, 'trend' | 'season'> => {
  const whole = counts.slice(1, -1);
  if (whole.length < leastPeriods) return { trend: null, season: null };
  const { slope, mean, r2, rest } = lineThrough(whole);
  const lag = cycles[unit];
  return {
    trend: { change: mean === 0 ? 0 : slope / mean, r2 },
    season: lag === undefined || whole.length < 2 * lag ? null : { lag, autocorrelation: autocorrelation(rest, lag) },
  };
};

/**
 * The time series of a column, definitions in `timeSeriesSchema`; null where there are fewer than three different times. Goes over the
 * times three times and holds none of them.
 */
export const timeSeriesOf = (
  times: Times,
  { position, column, isOrdered }: Pick<TimeSeries, 'position' | 'column' | 'isOrdered'>,
): TimeSeries | null => {
  const sample = new StepSample();
  let [distinct, from, to] = [0, Number.NaN, Number.NaN];
  times.each((time) => {
    if (distinct === 0) from = time;
    else sample.add(time - to);
    to = time;
    distinct += 1;
  });
  if (distinct < leastDistinct) return null;
  const steps = sample.sorted();
  const modalMs = modeOf(steps);
  const [q1, medianMs, q3] = [quantileOf(steps, 0.25), quantileOf(steps, 0.5), quantileOf(steps, 0.75)];
  const fence = q3 + 3 * (q3 - q1);
  let [modal, before] = [0, Number.NaN];
  times.each((time) => {
    if (time - before === modalMs) modal += 1;
    before = time;
  });
  const modalShare = modal / (distinct - 1);
  const isRegular = modalShare >= regularShare;
  const aboveMs = isRegular ? 1.5 * modalMs : fence;
  let [count, missing] = [0, 0];
  let longest: TimeSeries['gaps']['longest'] = [];
  before = Number.NaN;
  times.each((time) => {
    const ms = time - before;
    if (ms > aboveMs) {
      count += 1;
      missing += Math.max(0, Math.round(ms / modalMs) - 1);
      if (longest.length < shownGaps || ms > longest.at(-1)!.ms)
        longest = [...longest, { from: before, to: time, ms }].sort((a, b) => b.ms - a.ms || a.from - b.from).slice(0, shownGaps);
    }
    before = time;
  });
  const volume = volumeOf(times, from, to);
  return {
    position,
    column,
    from,
    to,
    points: times.cells,
    distinct,
    isOrdered,
    step: { medianMs, modalMs, modalShare, isRegular },
    gaps: { aboveMs, count, missing: isRegular ? missing : null, longest },
    volume,
    ...movement(volume),
  };
};
