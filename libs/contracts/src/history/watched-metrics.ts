import type { ColumnMetricId, MetricId } from '../profile/metric-catalogue';

/** The metrics whose history says whether a new version is unusual. */
export const watchedMetrics = {
  table: ['rows', 'columns', 'duplicateRows', 'completeness'],
  column: ['nullShare', 'distinctCount', 'distinctShare', 'topShare', 'mean', 'std', 'meanLength'],
} as const satisfies { readonly table: readonly Exclude<MetricId, ColumnMetricId>[]; readonly column: readonly ColumnMetricId[] };

export type WatchedMetric = (typeof watchedMetrics)['table' | 'column'][number];

/** So many versions back. */
export const historyVersions = 60;
