import pl, { type DataFrame } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import type { ColumnSet } from './column-set';
import { rowName } from './row-name';
import type { Patch } from './step';
import type { StepLog } from './table';

/** Where a cell is in the frame. */
export const placeName = 'at';
const row = pl.col(rowName).alias('row');

/** An expression takes longer to make than many a column to be gone through: these are made once. */
const [place, cells, text] = [pl.col(placeName), pl.col('cells'), pl.col('after')];
const mark = pl.lit(true).alias('isThere');
const patched = pl.when(pl.col('isThere')).then(text).otherwise(cells).alias('cells');

/** Puts texts in the place of some cells of a column. @param patch columns `at`, `after`: each place once */
export const scatter = (columns: ColumnSet, name: string, patch: DataFrame): void => {
  const made = columns
    .only(name)
    .select(name)
    .rename({ [name]: 'cells' })
    .withRowIndex(placeName)
    .lazy()
    .join(patch.lazy().select(place, text, mark), { on: placeName, how: 'left' })
    .sort(place)
    .select(patched)
    .collectSync();
  columns.replace(name, made.getColumn('cells'));
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
