import { medianOf, slopeOf, spreadOf } from './robust';

/** One metric of one earlier version. */
export interface Observation {
  /** The version's number. */
  readonly version: number;
  /** When it came, milliseconds since 1970 UTC. */
  readonly at: number;
  readonly value: number;
}

/** Where a metric of the next version is expected. */
export interface Band {
  readonly center: number;
  readonly low: number;
  readonly high: number;
  /** What the center is: the median of all, the line through them, or the median of those of the same day of the week. */
  readonly by: 'level' | 'trend' | 'weekday';
  /** Versions that it was made from. */
  readonly versions: number;
}

/** Fewer versions say too little of how much a metric varies. */
const leastVersions = 7;
const leastForTrend = 14;
const leastForWeekdays = 28;
const leastOfWeekday = 4;
/** Half the width of a band in robust standard deviations. */
const deviations = 5;
/** A trend or a week is believed only where it leaves no more than this share of the mean distance from the median. */
const mostLeft = 0.5;
/** Distances below this share of the center are rounding. */
const tiny = 1e-12;

const weekday = (at: number) => new Date(at).getUTCDay();

interface Fit {
  readonly by: Band['by'];
  readonly center: number;
  readonly residuals: readonly number[];
}

/** By the mean and not the median of the residuals: of two levels, the one that most versions have must not hide the other. */
const lossOf = ({ residuals }: Fit): number => residuals.reduce((sum, residual) => sum + Math.abs(residual), 0) / residuals.length;

const level = (seen: readonly Observation[]): Fit => {
  const center = medianOf(seen.map(({ value }) => value));
  return { by: 'level', center, residuals: seen.map(({ value }) => value - center) };
};

const trend = (seen: readonly Observation[], next: number): Fit | null => {
  if (seen.length < leastForTrend) return null;
  const slope = slopeOf(seen.map(({ version, value }) => [version, value]));
  const start = medianOf(seen.map(({ version, value }) => value - slope * version));
  return { by: 'trend', center: start + slope * next, residuals: seen.map(({ version, value }) => value - start - slope * version) };
};

/** Residuals are from the median of the other versions of the same day: a value must not vouch for itself. */
const weekdays = (seen: readonly Observation[], now: number): Fit | null => {
  if (seen.length < leastForWeekdays) return null;
  const byDay = Map.groupBy(seen, ({ at }) => weekday(at));
  const same = byDay.get(weekday(now)) ?? [];
  if (same.length < leastOfWeekday || byDay.size < 2) return null;
  const residuals = [...byDay.values()].flatMap((days) =>
    days.length < leastOfWeekday
      ? []
      : days.map(({ value }, at) => value - medianOf(days.filter((_, other) => other !== at).map((other) => other.value))),
  );
  return { by: 'weekday', center: medianOf(same.map(({ value }) => value)), residuals };
};

/**
 * The band of a metric from its history: center ± max(5 · 1.4826 · MAD, least). The median bears nearly half of the versions being wrong.
 * The center is the median of all versions; from 14 versions on the Theil–Sen line, and from 28 on the median of the same day of the week
 * (at least four), where that leaves at most half of the distances. Where more than half of the versions agree the deviation is 0 and the
 * band is ± `least`.
 * @param leastOf half of the least width, from the center: what is too little a change to matter, whatever the history
 * @returns null for fewer than seven versions
 */
export const bandOf = (
  seen: readonly Observation[],
  next: { readonly version: number; readonly at: number },
  leastOf: (center: number) => number,
): Band | null => {
  if (seen.length < leastVersions) return null;
  const plain = level(seen);
  const others = [trend(seen, next.version), weekdays(seen, next.at)].filter((fit): fit is Fit => fit !== null);
  const best = others
    .filter((fit) => lossOf(plain) > tiny * Math.abs(plain.center) && lossOf(fit) <= mostLeft * lossOf(plain))
    .reduce((chosen, fit) => (lossOf(fit) < lossOf(chosen) ? fit : chosen), plain);
  const half = Math.max(deviations * spreadOf(best.residuals), leastOf(best.center));
  return { by: best.by, center: best.center, low: best.center - half, high: best.center + half, versions: seen.length };
};
