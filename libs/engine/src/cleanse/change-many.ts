import pl, { type DataFrame, type Expr, type Series } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import { differs } from './differs';
import { rowName } from './row-name';
import type { CellChange, StepColumn } from './step';

/** Cells that are looked at in one go, before and after. */
const cellsAtOnce = 1_000_000;

/** What a step has changed in some columns. */
export interface ManyChanges {
  /** Columns row, column, before, after: one row a changed cell, in order of columns. */
  readonly changed: DataFrame;
  /** The names of the columns in it. */
  readonly columns: readonly string[];
  /** The frame with the changes made. */
  readonly frame: DataFrame;
}

/** Which columns a change, the same for all of them, would change. */
const touched = (frame: DataFrame, columns: readonly StepColumn[], compile: (all: Expr) => CellChange): StepColumn[] => {
  const all = pl.col(columns.map(({ position }) => cell(position)));
  const { after, where } = compile(all);
  const counts = frame
    .lazy()
    .select((where ?? differs(all, after)).sum().cast(pl.Float64))
    .collectSync()
    .toRecords() as Record<string, number | null>[];
  return columns.filter(({ position }) => (counts[0]?.[cell(position)] ?? 0) > 0);
};

/**
 * Makes a change that is the same for each of many columns, some of them at a time and all of those in one plan: an expression of its own
 * for each of thousands takes minutes and gigabytes.
 */
export function* changeMany(whole: DataFrame, columns: readonly StepColumn[], compile: (all: Expr) => CellChange): Generator<ManyChanges> {
  let frame = whole;
  const rest = touched(frame, columns, compile);
  const atOnce = Math.max(1, Math.floor(cellsAtOnce / Math.max(1, frame.height)));
  while (rest.length > 0) {
    const some = rest.splice(0, atOnce);
    const cells = some.map(({ position }) => cell(position));
    const after = frame
      .lazy()
      .select(pl.col(rowName), compile(pl.col(cells)).after.keepName())
      .collectSync();
    const names = pl.DataFrame({ variable: cells, column: some.map(({ name }) => name) });
    const changed = frame
      .unpivot(rowName, cells)

      .hstack<Series[]>([after.unpivot(rowName, cells).getColumn('value').alias('after')])
      .lazy()
      .filter(differs(pl.col('value'), pl.col('after')))
      .join(names.lazy(), { on: 'variable', how: 'left' })
      .select(pl.col(rowName).alias('row'), pl.col('column'), pl.col('value').alias('before'), pl.col('after'))
      .collectSync();
    frame = frame
      .lazy()
      .withColumns(compile(pl.col(cells)).after.keepName())
      .collectSync();
    yield { changed, columns: some.map(({ name }) => name), frame };
  }
}
