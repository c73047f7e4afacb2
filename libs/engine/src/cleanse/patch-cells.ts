import pl, { type DataFrame } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import type { ColumnSet } from './column-set';
import { rowName } from './row-name';
import type { Patch } from './step';
import type { StepLog } from './table';

/** Where a cell is in the frame. */
export const placeName = 'at';
const row = pl.col(rowName).alias('row');

/** Puts texts in the place of some cells of a column. @param patch columns `at`, `after`: each place once */
export const scatter = (columns: ColumnSet, name: string, patch: DataFrame): void => {
  const marked = patch.lazy().select(pl.col(placeName), pl.col('after'), pl.lit(true).alias('isThere'));
  const patched = columns
    .only(name)
    .lazy()
    .withRowIndex(placeName)
    .join(marked, { on: placeName, how: 'left' })
    .sort(pl.col(placeName))
    .select(pl.when(pl.col('isThere')).then(pl.col('after')).otherwise(pl.col(name)).alias(name))
    .collectSync();
  columns.replace(name, patched.getColumn(name));
};

/** Only the cells that change ever become JavaScript values. */
export const patchCells = (columns: ColumnSet, patch: Patch, column: string, log: StepLog): void => {
  const { position, rows, after, confidence, reason } = patch;
  if (rows.length === 0) return;
  const name = cell(position);
  const made = pl.DataFrame({
    [placeName]: pl.Series(placeName, [...rows], pl.UInt32),
    after: pl.Series('after', [...after], pl.Utf8),
    confidence: pl.Series('confidence', [...confidence], pl.Float64),
    reason: pl.Series('reason', [...reason], pl.Utf8),
  });
  const changed = columns
    .only(name)
    .lazy()
    .select(row, pl.col(name).alias('before'))
    .withRowIndex(placeName)
    .join(made.lazy(), { on: placeName, how: 'inner' })
    .sort(pl.col(placeName))
    .collectSync();
  log.change(changed.select('row', 'before', 'after', 'confidence', 'reason'), column, {});
  scatter(columns, name, made.select(placeName, 'after'));
};
