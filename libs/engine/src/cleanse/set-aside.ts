import pl, { type DataFrame, type Expr, type Series } from 'nodejs-polars';
import { reasonName } from './row-name';
import type { Departure } from './step';
import type { StepLog, Table } from './table';

/** Sets the rows aside for which a condition holds. @param leaves an expression over the table, or one boolean a row */
export const setAside = (table: Table, leaves: Expr | Series, reason: string, log: StepLog, order = 0): void => {
  const mark = 'leaves';
  const marked: DataFrame =
    'dtype' in leaves
      ? table.frame.hstack<Series[]>([leaves.alias(mark)])
      : table.frame
          .lazy()
          .withColumn(leaves.fillNull(pl.lit(false)).alias(mark))
          .collectSync();
  const leaving = marked.lazy().filter(pl.col(mark)).drop(mark).collectSync();
  if (leaving.height === 0) return;
  log.setAside(leaving, reason, order);
  table.frame = marked.lazy().filter(pl.col(mark).not()).drop(mark).collectSync();
};

/** Sets rows aside by their places, each for a reason of its own. */
export const depart = (table: Table, leaving: readonly Departure[], log: StepLog): void => {
  if (leaving.length === 0) return;
  const departures = pl.DataFrame({
    place: pl.Series(
      'place',
      leaving.map(({ row: place }) => place),
      pl.UInt32,
    ),
    [reasonName]: pl.Series(
      reasonName,
      leaving.map(({ reason }) => reason),
      pl.Utf8,
    ),
  });
  const marked = table.frame
    .lazy()
    .withRowIndex('place')
    .join(departures.lazy(), { on: 'place', how: 'left' })
    .sort(pl.col('place'))
    .drop('place')
    .collectSync();
  log.setAside(marked.lazy().filter(pl.col(reasonName).isNotNull()).collectSync(), '');
  table.frame = marked.lazy().filter(pl.col(reasonName).isNull()).drop(reasonName).collectSync();
};
