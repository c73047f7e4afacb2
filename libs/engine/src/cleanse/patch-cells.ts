import pl, { type Series } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import type { ColumnSet } from './column-set';
import { rowName } from './row-name';
import type { Patch } from './step';
import type { StepLog } from './table';

/** Where a cell is in the frame. */
export const placeName = 'at';
const row = pl.col(rowName).alias('row');

const [cells, source] = ['cells', 'source'];
/** An expression takes longer to make than many a column to be gone through: this is made once. */
const taken = pl.col(cells).gather(pl.col(source));

/**
 * Puts texts in the place of some cells of a column: they are put behind it, and each row takes the cell that is its own. A join by place
 * would hash and sort all rows for the few that change.
 * @param places where they go, each at most once
 */
export const scatter = (columns: ColumnSet, name: string, places: Uint32Array, after: Series): void => {
  const own = columns.cells(name);
  const rows = own.len();
  const sources = new Uint32Array(rows + places.length);
  for (let row = 0; row < rows; row += 1) sources[row] = row;
  for (const [at, place] of places.entries()) sources[place] = rows + at;
  const made = pl
    .DataFrame([own.alias(cells).concat(after.alias(cells)), pl.Series(source, sources as never, pl.UInt32)])
    .lazy()
    .select(taken)
    .collectSync();
  columns.replace(name, made.getColumn(cells).head(rows));
};

/**
 * Only the cells that change ever become JavaScript values.
 * @param blanksAreAbsent an empty text leaves an absent cell
 */
export const patchCells = (columns: ColumnSet, patch: Patch, column: string, log: StepLog, blanksAreAbsent = false): void => {
  const { position, rows, after, confidence, reason } = patch;
  if (rows.length === 0) return;
  const name = cell(position);
  const made = pl.DataFrame({
    [placeName]: pl.Series(placeName, [...rows], pl.UInt32),
    after: pl.Series('after', after.map((text) => (blanksAreAbsent && text === '' ? null : text)), pl.Utf8), // prettier-ignore
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
  scatter(columns, name, Uint32Array.from(rows), made.getColumn('after'));
};
