import type { ColumnProfile, TimeSeries } from '@millrace/contracts';
import { timeSeriesOf } from './time-series-of';
import type { Times } from './times';

/** How likely a column is the one along which rows come; compared from the first number on. */
const rankOf = ({ kind, metrics }: ColumnProfile, isOrdered: boolean): readonly number[] => [
  kind === 'timestamp' ? 1 : 0,
  isOrdered ? 1 : 0,
  -(metrics['nullShare'] ?? 0),
  metrics['distinctCount'] ?? 0,
];

const isBetter = (one: readonly number[], other: readonly number[] | null): boolean => {
  if (other === null) return true;
  const at = one.findIndex((value, place) => value !== other[place]);
  return at >= 0 && one[at]! > other[at]!;
};

/** Keeps the time series of a table's best time column while its columns go by. */
export class TimeSeriesFinder {
  private rank: readonly number[] | null = null;
  found: TimeSeries | undefined;

  /** @param times asked for only of a column that is better than all before */
  add(profile: ColumnProfile, isOrdered: boolean, times: () => Times): void {
    if (profile.kind !== 'timestamp' && profile.kind !== 'date') return;
    const rank = rankOf(profile, isOrdered);
    if (!isBetter(rank, this.rank)) return;
    const series = timeSeriesOf(times(), { position: profile.position, column: profile.name, isOrdered });
    if (series === null) return;
    this.rank = rank;
    this.found = series;
  }
}
