import type { Finding, Thresholds, TimeSeries } from '@millrace/contracts';

/** Points that are missing in a regular time series. */
export const timeGaps = { rule: 'timeGaps', threshold: 0 } as const;
const day = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

/** What is missing in a regular time series. */
export const timeSeriesFindings = (series: TimeSeries | undefined, thresholds: Thresholds): Finding[] => {
  const missing = series?.gaps.missing ?? 0;
  const threshold = thresholds.timeGaps ?? timeGaps.threshold;
  const [longest] = series?.gaps.longest ?? [];
  if (series === undefined || longest === undefined || missing <= threshold) return [];
  return [
    {
      rule: timeGaps.rule,
      severity: 'warning',
      column: series.column,
      measured: missing,
      threshold,
      count: series.gaps.count,
      exampleRows: [],
      message: `Times come at one distance, but ${missing} are missing in ${series.gaps.count} ${series.gaps.count === 1 ? 'gap' : 'gaps'}; the longest is from ${day(longest.from)} to ${day(longest.to)}.`,
      advice: 'Ask the source for what lies between, or take care that sums over time leave it out.',
    },
  ];
};
