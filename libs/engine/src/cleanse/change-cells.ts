import { Fault } from '@millrace/contracts';
import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import type { ColumnSet } from './column-set';
import { differs } from './differs';
import { rowName } from './row-name';
import { placeName, scatter } from './patch-cells';
import type { CellChange } from './step';
import type { Place, StepLog } from './table';

/** Expressions take longer to make than a part of a table takes to be gone through: what is the same for all is made once. */
const row = pl.col(rowName).alias('row');
const isOther = differs(pl.col('before'), pl.col('after'));

/** @throws Fault `invariant-broken` where a step that may not has emptied a cell */
export const assertNotEmptied = (changed: DataFrame, { step, at, name }: Pick<Place, 'step' | 'at' | 'name'>): void => {
  const emptied = changed.getColumn('after').nullCount();
  if (emptied === 0) return;
  throw new Fault('invariant-broken', `steps[${at}] (${step.step}) would empty ${emptied} cells of "${name}", which it must not.`, {
    place: { step: at, column: name },
    evidence: { emptied },
  });
};

/** A change of a whole column, every cell of it looked at. */
const changeAll = (columns: ColumnSet, change: CellChange, place: Place, log: StepLog): void => {
  const name = cell(place.position);
  const pair = columns.only(name).lazy().select(row, pl.col(name).alias('before'), change.after.alias('after')).collectSync();
  const changed = pair.lazy().filter(isOther).collectSync();
  if (changed.height === 0) return;
  if (!change.mayEmpty) assertNotEmptied(changed, place);
  log.change(changed, place.name, { confidence: change.confidence, reason: change.reason });
  columns.replace(name, pair.getColumn('after'));
};

/** A change of those cells of a column that may change: they are found first, and only they are ever computed. */
const changeSome = (columns: ColumnSet, change: CellChange, where: Expr, place: Place, log: StepLog): void => {
  const name = cell(place.position);
  const candidates = columns.only(name).lazy().withRowIndex(placeName).filter(where).collectSync();
  if (candidates.height === 0) return;
  const changed = candidates
    .lazy()
    .select(pl.col(placeName), row, pl.col(name).alias('before'), change.after.alias('after'))
    .filter(isOther)
    .collectSync();
  if (changed.height === 0) return;
  if (!change.mayEmpty) assertNotEmptied(changed, place);
  log.change(changed.select('row', 'before', 'after'), place.name, { confidence: change.confidence, reason: change.reason });
  scatter(columns, name, changed.getColumn(placeName).toTypedArray() as Uint32Array, changed.getColumn('after'));
};

/** Makes a change and logs it. */
export const changeCells = (columns: ColumnSet, change: CellChange, place: Place, log: StepLog): void =>
  change.where ? changeSome(columns, change, change.where, place, log) : changeAll(columns, change, place, log);
