import type { ColumnView } from '../column-view';

/** Computes one metric of a column; undefined where it does not apply. Its definition is in the metric catalogue. */
export type Statistic = (column: ColumnView) => number | undefined;

/** A statistic of the finite numbers, ascending; undefined where there are none. */
export const ofNumbers =
  (compute: (sorted: Float64Array, column: ColumnView) => number | undefined): Statistic =>
  (column) => {
    const sorted = column.numbers();
    return sorted.length === 0 ? undefined : compute(sorted, column);
  };
