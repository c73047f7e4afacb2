import type { ColumnMetricId, ColumnProfile, Finding, Thresholds } from '@millrace/contracts';
import type { ColumnView } from '../profile/column-view';
import { columnFindings } from '../profile/findings';
import type { FrequentValues } from '../profile/frequent-values';
import { misfitRows, semanticTypesOf } from '../profile/profile-column';
import { statistics } from '../profile/statistics/registry';
import { numberMetrics, type RowOrder } from './number-metrics';
import { orderedDistributions, timeFigures } from './ordered-distributions';
import type { OrderedNumbers } from './ordered-numbers';
import { withoutFalseIdentifier } from '../profile/written-otherwise';

/** Metrics whose numbers are not held in memory here: each has its like in `numberMetrics` or `timeFigures`. */
const orderedIds: ReadonlySet<string> = new Set<ColumnMetricId>([
  ...(['min', 'max', 'range', 'sum', 'mean', 'variance', 'std', 'sem', 'cv', 'skewness', 'kurtosis'] as const),
  ...(['q01', 'q05', 'q10', 'q25', 'median', 'q75', 'q90', 'q95', 'q99', 'iqr', 'mad', 'lowerFence', 'upperFence'] as const),
  ...(['outlierCount', 'farOutlierCount', 'zeroCount', 'negativeCount', 'monotonicity', 'benfordDeviation'] as const),
  ...(['futureCount', 'weekendCount', 'longestGap'] as const),
]);

export interface OrderedColumn {
  readonly position: number;
  readonly name: string;
  readonly view: ColumnView;
  readonly numbers: OrderedNumbers;
  /** Most digits after the point among the numbers; -1 where that is not known. */
  readonly decimals: number;
  readonly order: RowOrder;
  readonly frequent: FrequentValues;
  readonly thresholds: Thresholds;
}

/** As `profileColumn`, of a column whose numbers are in order elsewhere. */
export const profileOrderedColumn = (column: OrderedColumn): { readonly profile: ColumnProfile; readonly findings: Finding[] } => {
  const { position, name, view, numbers, decimals, order, frequent, thresholds } = column;
  const times = view.isTime() ? timeFigures(numbers) : null;
  const own: Readonly<Record<string, number | undefined>> = {
    ...numberMetrics(view, numbers, decimals, order),
    ...(times && { weekendCount: times.weekendCount, longestGap: times.longestGap }),
  };
  const metrics = Object.fromEntries(
    Object.entries(statistics).flatMap(([id, compute]) => {
      const value = orderedIds.has(id) ? own[id] : compute(view);
      // What is beyond the largest number is no number.
      return value === undefined || !Number.isFinite(value) ? [] : [[id, value]];
    }),
  );
  const { kind, candidate, fits, misfits, dateOrder, isOrderGuessed } = view.decision();
  const profile = withoutFalseIdentifier({
    position,
    name,
    kind,
    evidence: { candidate, fits, misfits, misfitRows: misfits > 0 ? misfitRows(view) : [], dateOrder, isOrderGuessed },
    metrics,
    ...frequent,
    ...orderedDistributions(numbers),
    times: times?.times ?? null,
    semantic: semanticTypesOf(view, name),
  });
  return { profile, findings: columnFindings(profile, view, thresholds) };
};
