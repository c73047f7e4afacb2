import type { UndoSelection } from '@millrace/contracts';
import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import type { RowWindow } from './row-windows';

/** What the cells of a column become. */
export interface Reverted {
  readonly column: string;
  /** `row`, `value`, one for each cell that was ever changed. */
  readonly values: DataFrame;
}

/** A changed cell as `row:column`. */
export const cellKey = (): Expr => pl.concatString([pl.col('row').cast(pl.Utf8), pl.col('column')], ':') as Expr;

/** Whether a column of integers has one of some. */
export const isOneOf = (name: string, wanted: readonly number[]): Expr => pl.col(name).cast(pl.Utf8).isIn(wanted.map(String));

/** Whether a change is one of those that are to be taken back. */
const isSelected = (selection: UndoSelection): Expr => {
  if (selection === 'all') return pl.lit(true);
  const { steps, columns, cells, rows } = selection;
  const parts: Expr[] = [];
  if (steps) parts.push(isOneOf('step', steps));
  if (rows) parts.push(isOneOf('row', rows));
  if (columns) parts.push(pl.col('column').isIn([...columns]));
  if (cells) parts.push(cellKey().isIn(cells.map(({ row, column }) => `${row}:${column}`)));
  return parts.reduce((any, part) => any.or(part));
};

/** Rows of a window, told by a column of row numbers. */
export const isWithin = (name: string, { from, to }: RowWindow): Expr =>
  pl
    .col(name)
    .gtEq(pl.lit(from))
    .and(pl.col(name).lt(pl.lit(to)));

/**
 * What each changed cell of some rows becomes, column by column: what it was before the first of its changes that is taken back, else
 * what the last one made of it.
 * @param hidden columns whose cells stay as they are
 * @returns `undone` counts changes, those included that go with an earlier one
 */
export const selectChanges = (
  changesPath: string,
  selection: UndoSelection,
  hidden: readonly string[],
  window: RowWindow,
): { reverted: Reverted[]; undone: number } => {
  const log = pl
    .scanParquet(changesPath, { glob: false })
    .filter(isWithin('row', window))
    .withRowIndex('at')
    .filter(
      pl
        .col('column')
        .isIn([...hidden])
        .not(),
    )
    .withColumn(isSelected(selection).alias('selected'))
    .withColumn(pl.when(pl.col('selected')).then(pl.col('at')).otherwise(pl.lit(null)).min().over('row', 'column').alias('from'))
    .collectSync();
  const undone = log
    .lazy()
    .filter(
      pl
        .col('from')
        .isNotNull()
        .and(pl.col('at').gtEq(pl.col('from'))),
    )
    .collectSync().height;
  const values = log
    .lazy()
    .withColumn(pl.col('at').max().over('row', 'column').alias('last'))
    .filter(
      pl
        .col('at')
        .eq(pl.col('from'))
        .or(
          pl
            .col('from')
            .isNull()
            .and(pl.col('at').eq(pl.col('last'))),
        ),
    )
    .select('row', 'column', pl.when(pl.col('from').isNotNull()).then(pl.col('before')).otherwise(pl.col('after')).alias('value'))
    .collectSync();
  const columns = values.lazy().select(pl.col('column').unique()).collectSync().getColumn('column').toArray() as string[];
  return {
    undone,
    reverted: columns.map((column) => ({
      column,
      values: values
        .lazy()
        .filter(pl.col('column').eq(pl.lit(column)))
        .select('row', 'value')
        .collectSync(),
    })),
  };
};
