import { Fault, type Ingest, type Step } from '@millrace/contracts';
import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import { changeMany } from './change-many';
import { ColumnSet } from './column-set';
import { differs } from './differs';
import { reasonName, rowName } from './logs';
import type { CellChange, ColumnContext, Departure, Patch, StepCompiler } from './step';
import { stepCompilers } from './step-compilers';

/** A table on its way through a recipe: text columns `c0…cN` and the row of the input that each row came from. */
export interface Table {
  frame: DataFrame;
}

/** Where a step tells what it did. */
export interface StepLog {
  /**
   * @param changed columns row, before, after; also confidence and reason where `labels` have none
   * @param column whose cells they are; of several, the frame has a column `column` that says whose each is
   */
  readonly change: (
    changed: DataFrame,
    column: string | readonly string[],
    labels: { readonly confidence?: number; readonly reason?: string },
  ) => void;
  /** @param leaving whole rows */
  readonly setAside: (leaving: DataFrame, reason: string) => void;
}

interface Place {
  readonly step: Step;
  readonly at: number;
  readonly position: number;
  readonly name: string;
}

const row = pl.col(rowName).alias('row');
const first = (frame: DataFrame): unknown => Object.values((frame.toRecords() as Record<string, unknown>[])[0] ?? {})[0];

const contextOf = (frame: DataFrame): ColumnContext => {
  const run = (expression: Expr): unknown => first(frame.lazy().select(expression.alias('value')).collectSync());
  return { value: run, count: (condition) => Number(run(condition.sum().cast(pl.Float64)) ?? 0) };
};

const noContext: ColumnContext = {
  value: () => {
    throw new TypeError('a step that is alike for all columns looks at none of them');
  },
  count: () => noContext.value(pl.lit(null)) as never,
};

/** From so many columns on, a step that is the same for each of them is applied to many at once. */
const manyColumns = 64;

const assertNotEmptied = (changed: DataFrame, { step, at, name }: Pick<Place, 'step' | 'at' | 'name'>): void => {
  const emptied = changed.lazy().filter(pl.col('after').isNull()).collectSync().height;
  if (emptied === 0) return;
  throw new Fault('invariant-broken', `Step ${at + 1} (${step.step}) would empty ${emptied} cells of "${name}", which it must not.`, {
    place: { step: at, column: name },
    evidence: { emptied },
  });
};

const changeCells = (columns: ColumnSet, change: CellChange, { step, at, position, name }: Place, log: StepLog): void => {
  const pair = columns
    .only(cell(position))
    .lazy()
    .select(row, pl.col(cell(position)).alias('before'), change.after.alias('after'))
    .collectSync();
  const changed = pair
    .lazy()
    .filter(differs(pl.col('before'), pl.col('after')))
    .collectSync();
  if (changed.height === 0) return;
  if (!change.mayEmpty) assertNotEmptied(changed, { step, at, name });
  log.change(changed, name, { confidence: change.confidence, reason: change.reason });
  columns.replace(cell(position), pair.getColumn('after'));
};

/** Only the cells that change ever become JavaScript values. */
const patchCells = (columns: ColumnSet, { position, rows, after, confidence, reason }: Patch, name: string, log: StepLog): void => {
  if (rows.length === 0) return;
  const patch = pl.DataFrame({
    at: pl.Series('at', [...rows], pl.UInt32),
    after: pl.Series('after', [...after], pl.Utf8),
    confidence: pl.Series('confidence', [...confidence], pl.Float64),
    reason: pl.Series('reason', [...reason], pl.Utf8),
  });
  const joined = columns
    .only(cell(position))
    .lazy()
    .select(row, pl.col(cell(position)).alias('before'))
    .withRowIndex('at')
    .join(patch.lazy(), { on: 'at', how: 'left' })
    .sort(pl.col('at'))
    .collectSync();
  log.change(
    joined.lazy().filter(pl.col('after').isNotNull()).select('row', 'before', 'after', 'confidence', 'reason').collectSync(),
    name,
    {},
  );
  const patched = joined
    .lazy()
    .select(pl.when(pl.col('after').isNotNull()).then(pl.col('after')).otherwise(pl.col('before')).alias(cell(position)))
    .collectSync();
  columns.replace(cell(position), patched.getColumn(cell(position)));
};

/** Sets rows aside by their places, each for a reason of its own. */
const depart = (table: Table, leaving: readonly Departure[], log: StepLog): void => {
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

const setAside = (table: Table, leaves: Expr, reason: string, log: StepLog): void => {
  const marked = table.frame
    .lazy()
    .withColumn(leaves.fillNull(pl.lit(false)).alias('leaves'))
    .collectSync();
  const leaving = marked.lazy().filter(pl.col('leaves')).drop('leaves').collectSync();
  if (leaving.height === 0) return;
  log.setAside(leaving, reason);
  table.frame = marked.lazy().filter(pl.col('leaves').not()).drop('leaves').collectSync();
};

/**
 * Applies one step to a table.
 * @param at the step's place in its recipe, for faults
 * @param positions the columns that it names
 * @throws Fault `invariant-broken`
 */
export const applyStep = (table: Table, step: Step, at: number, positions: readonly number[], { columns }: Ingest, log: StepLog): void => {
  const compiler = stepCompilers[step.step] as StepCompiler<typeof step.step>;
  const nameOf = (position: number): string => columns[position]?.name ?? '';
  if (compiler.on === 'rows') {
    const { leaves, reason } = compiler.compile(step, positions.map(cell));
    setAside(table, leaves, reason, log);
  } else if (compiler.on === 'records') {
    const named = columns.map(({ position, name }) => ({ position, name }));
    const rows = table.frame.getColumn(rowName).toArray() as number[];
    const { patches, leaving } = compiler.compile(step, table.frame, named, (place) => rows[place] ?? 0);
    const set = new ColumnSet(table.frame);
    for (const patch of patches) patchCells(set, patch, nameOf(patch.position), log);
    table.frame = set.whole();
    depart(table, leaving, log);
  } else if (compiler.on === 'table') {
    const named = positions.map((position) => ({ position, name: nameOf(position) }));
    const patches = compiler.compile(step, table.frame, named);
    const set = new ColumnSet(table.frame);
    for (const patch of patches) patchCells(set, patch, nameOf(patch.position), log);
    table.frame = set.whole();
  } else if (compiler.isAlike === true && positions.length >= manyColumns) {
    const named = positions.map((position) => ({ position, name: nameOf(position) }));
    const compile = (all: Expr) => compiler.compile(step, all, noContext);
    const { confidence, reason, mayEmpty } = compile(pl.col(rowName));
    for (const { changed, columns: names, frame } of changeMany(table.frame, named, compile)) {
      if (!mayEmpty) assertNotEmptied(changed, { step, at, name: names.slice(0, 3).join('", "') });
      log.change(changed, names, { confidence, reason });
      table.frame = frame;
    }
  } else {
    let set = new ColumnSet(table.frame);
    for (const position of positions) {
      const name = nameOf(position);
      const context = contextOf(set.only(cell(position)));
      const change = compiler.compile(step, pl.col(cell(position)), context);
      if (change.quarantine && context.count(change.quarantine.where) > 0) {
        table.frame = set.whole();
        setAside(table, change.quarantine.where, `${name} ${change.quarantine.reason}`, log);
        set = new ColumnSet(table.frame);
      }
      changeCells(set, change, { step, at, position, name }, log);
    }
    table.frame = set.whole();
  }
};
