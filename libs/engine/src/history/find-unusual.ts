import { watchedMetrics, type Finding, type MetricHistory, type Profile, type WatchedMetric } from '@millrace/contracts';
import { bandOf, type Band, type Observation } from './band';
import { medianOf } from './robust';
import { watchRules, type Typical } from './watch-rules';

type Metrics = Readonly<Record<string, number>>;

const plain = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

/** The edge that a value has crossed; null where it is within the band. Rounding is no crossing. */
const crossed = ({ low, high, center }: Band, value: number): number | null => {
  const slack = 1e-9 * Math.max(Math.abs(center), Math.abs(value));
  return value < low - slack ? low : value > high + slack ? high : null;
};

const ruleName = (metric: WatchedMetric): string => `unusual${metric.charAt(0).toUpperCase()}${metric.slice(1)}`;

const howExpected = ({ by, versions }: Band): string =>
  ({
    level: `by the last ${versions} versions`,
    trend: `by the trend of the last ${versions} versions`,
    weekday: `by the same day of the week in the last ${versions} versions`,
  })[by];

/**
 * Findings `unusual…` for the watched metrics of a profile that lie outside the band of their history, with the measured value, the edge
 * that was crossed, and what to look at. A column is followed by its name; one that is new has no history.
 */
export const findUnusual = ({ metrics, columns, ingest }: Profile, history: MetricHistory): Finding[] => {
  const timeOf = ({ number, at }: MetricHistory['next']) => ({ version: number, at: Date.parse(at) });
  const [next, times] = [timeOf(history.next), history.versions.map(timeOf)];
  const seriesOf = Map.groupBy(history.series, ({ column }) => column);

  const check = (column: string | null, watched: readonly WatchedMetric[], current: Metrics, kind: string | null): Finding[] => {
    const series = new Map((seriesOf.get(column) ?? []).map(({ metric, values }) => [metric, values]));
    const seen = (metric: WatchedMetric): Observation[] =>
      times.flatMap((time, at) => {
        const value = series.get(metric)?.[at] ?? null;
        return value === null ? [] : [{ ...time, value }];
      });
    const typical: Typical = (metric) => {
      const values = seen(metric).map(({ value }) => value);
      return values.length === 0 ? undefined : medianOf(values);
    };
    return watched.flatMap((metric) => {
      const rule = watchRules[metric];
      const value = current[metric];
      const center = typical(metric);
      if (value === undefined || center === undefined || (kind !== null && rule.kinds?.includes(kind as never) === false)) return [];
      if (rule.leastOf(center, typical) === null) return [];
      const band = bandOf(seen(metric), next, (expected) => rule.leastOf(expected, typical) ?? 0);
      const edge = band && crossed(band, value);
      if (band === null || edge === null) return [];
      const shown = (number: number) => (rule.unit === 'share' ? percent.format(Math.min(1, Math.max(0, number))) : plain.format(number));
      // No count and no share is below 0, however wide the band.
      const low = metric === 'mean' ? band.low : Math.max(0, band.low);
      return [
        {
          rule: ruleName(metric),
          severity: 'warning' as const,
          column,
          measured: value,
          threshold: edge,
          count: column === null ? ingest.rows : (current['count'] ?? ingest.rows),
          exampleRows: [],
          message: `${rule.subject} is ${shown(value)}; ${howExpected(band)}, ${shown(low)} to ${shown(band.high)} is usual, around ${shown(band.center)}.`,
          advice: rule.advice,
        },
      ];
    });
  };
  return [
    ...check(null, watchedMetrics.table, metrics, null),
    ...columns.flatMap(({ name, kind, metrics: own }) => check(name, watchedMetrics.column, own, kind)),
  ];
};
