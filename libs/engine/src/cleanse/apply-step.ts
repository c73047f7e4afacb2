import { reachOf, type StepName } from '@millrace/contracts';
import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import { emptyingBlanks } from './blank-cells';
import { assertNotEmptied, changeCells } from './change-cells';
import { changeMany } from './change-many';
import { changeColumns } from './change-columns';
import { contextOf, manyColumns, noContext } from './column-context';
import { ColumnSet } from './column-set';
import { columnsOfStep } from './columns-of-step';
import { decidedCells, settledBy, withoutSettled } from './corrected-cells';
import { leavesIn, patchesByRow, patchesIn, type Fit } from './fit';
import { anyKept, guardChange, guardPatches, guardRows } from './guard';
import { columnsAfter, everyColumn } from './layout';
import { namingStep } from './naming-step';
import { rowName } from './row-name';
import { patchCells } from './patch-cells';
import { depart, rowsOf, setAside, setAsideInParts, type Leaving } from './set-aside';
import type { KeptCells } from './settle/kept-cells';
import type { CellChange, NamedStep, Patch, StepColumn, StepCompiler } from './step';
import { stepCompilers } from './step-compilers';
import type { StepLog, Table } from './table';

/** Of some columns, those that have a cell for which a condition holds: one plan, whose columns are looked at side by side. */
const columnsWhere = (frame: DataFrame, positions: readonly number[], where: Expr): number[] => {
  const [found = {}] = frame.lazy().select(where.any()).collectSync().toRecords() as Record<string, boolean | null>[];
  return positions.filter((position) => found[cell(position)] === true);
};

/** What has been compiled of a step that looks at single cells alone: it is the same for each part of a table. */
const compiled = new WeakMap<AppliedStep, Map<number | 'all', CellChange>>();

const compiledOnce = (applied: AppliedStep, which: number | 'all', compile: () => CellChange): CellChange => {
  if (reachOf(applied.step) !== 'row') return compile();
  const known = compiled.get(applied) ?? new Map<number | 'all', CellChange>();
  compiled.set(applied, known);
  const change = known.get(which) ?? compile();
  known.set(which, change);
  return change;
};

/** Applies a step whose change is an expression over each of its columns. */
const applyToCells = (
  table: Table,
  applied: AppliedStep,
  compiler: Extract<StepCompiler<StepName>, { on: 'cells' }>,
  positions: readonly number[],
  nameOf: (position: number) => string,
  nowOf: (position: number) => string,
  log: StepLog,
): void => {
  const { step, at, fit, found } = applied;
  const { kept } = applied.cells;
  const changes = fit?.on === 'cells' ? fit.changes : null;
  const written = (change: CellChange): CellChange => (table.blanksAreAbsent === true ? emptyingBlanks(change) : change);
  const isPlain = changes === null && compiler.isAlike === true && !positions.some((position) => kept.has(position));
  if (isPlain && positions.length >= manyColumns) {
    const named = positions.map((position) => ({ position, name: nameOf(position) }));
    const compile = (all: Expr) => written(compiler.compile(step, all, noContext, ''));
    const { confidence, reason, mayEmpty } = compile(pl.col(rowName));
    for (const { changed, columns: names, frame } of changeMany(table.frame, named, compile)) {
      if (!mayEmpty) assertNotEmptied(changed, { step, at, name: names.slice(0, 3).join('", "') });
      log.change(changed, names, { confidence, reason });
      table.frame = frame;
    }
    return;
  }
  const made = new Map<number, CellChange>();
  let set = new ColumnSet(table.frame);
  const compileAll = () => compiler.compile(step, pl.col(positions.map(cell)), noContext, '');
  const all = isPlain && positions.length > 1 ? compiledOnce(applied, 'all', compileAll).where : undefined;
  for (const position of all ? columnsWhere(table.frame, positions, all) : positions) {
    const name = nameOf(position);
    const context = contextOf(set.only(cell(position)));
    const compile = () => {
      const column = pl.col(cell(position));
      return guardChange(written(compiler.compile(step, column, context, nowOf(position))), column, kept.get(position));
    };
    const change = changes ? changes.get(position) : compiledOnce(applied, position, compile);
    if (!change) continue;
    made.set(position, change);
    if (change.quarantine && context.count(change.quarantine.where) > 0) {
      table.frame = set.whole();
      const { where, reason } = change.quarantine;
      setAside(table, { leaves: where, reason: `${name} ${reason}` }, log, positions.indexOf(position));
      set = new ColumnSet(table.frame);
    }
    changeCells(set, change, { step, at, position, name }, log);
  }
  table.frame = set.whole();
  found?.({ on: 'cells', changes: made });
};

/** A step with its place in its recipe and the cells that later steps leave for good. */
export interface AppliedStep {
  readonly step: NamedStep;
  readonly at: number;
  readonly cells: KeptCells;
  /** What it has found in the whole table, where this is a part of it. */
  readonly fit?: Fit | undefined;
  /** Is told what the step has found, of those that look at whole columns. */
  readonly found?: (fit: Fit) => void;
}

/** The rows that a step on rows would set aside; null for another step. @throws Fault `unknown-column` */
const rowsLeaving = ({ frame, columns, layout, nullTokens }: Table, { step, at, cells, fit }: AppliedStep): Leaving | null => {
  const compiler = stepCompilers[step.step] as StepCompiler<typeof step.step>;
  if (compiler.on !== 'rows') return null;
  const positions = columnsOfStep(step, at, columnsAfter(columns, layout));
  const { leaves, reason, reasons } =
    fit?.on === 'rows'
      ? { ...leavesIn(fit.leaving, frame), reason: fit.reason }
      : compiler.compile(step, positions.map(cell), frame, nullTokens);
  // What is hidden tells no two rows alike; what later steps have written is not judged by what it was.
  const isKept = anyKept(positions, step.step === 'dropDuplicates' ? cells.hidden : cells.kept);
  return { leaves: guardRows(leaves, frame, isKept), reason, reasons };
};

/** As `applyStep`; rows that a step on rows sets aside leave a part of the table at a time. */
export const applyStepInParts = async (table: Table, applied: AppliedStep, log: StepLog): Promise<void> => {
  const leaving = namingStep(applied.step, applied.at, () => rowsLeaving(table, applied));
  if (leaving === null) applyStep(table, applied, log);
  else await setAsideInParts(table, leaving, log);
};

const apply = (table: Table, applied: AppliedStep, log: StepLog): void => {
  const { step, at, cells, fit, found } = applied;
  const compiler = stepCompilers[step.step] as StepCompiler<typeof step.step>;
  const columns = columnsAfter(table.columns, table.layout);
  if (compiler.on === 'columns') {
    const plan = fit?.on === 'columns' ? fit.plan : compiler.compile(step, columns, table.frame, table.nullTokens);
    found?.({ on: 'columns', plan });
    changeColumns(table, at, plan);
    return;
  }
  const positions = columnsOfStep(step, at, columns);
  const nameIn = (all: readonly StepColumn[]) => (position: number) => all.find((column) => column.position === position)?.name ?? '';
  const [nameOf, nowOf] = [nameIn(everyColumn(table.columns, table.layout)), nameIn(columns)];
  const patch = (patches: readonly Patch[]): void => {
    const set = new ColumnSet(table.frame);
    for (const one of guardPatches('threshold' in step ? withoutSettled(patches, table) : patches, table.frame, cells.kept))
      patchCells(set, one, nameOf(one.position), log, table.blanksAreAbsent);
    table.frame = set.whole();
  };
  if (compiler.on === 'rows') {
    const leaving = rowsLeaving(table, applied);
    if (leaving === null) return;
    found?.({ on: 'rows', leaving: rowsOf(table, leaving), reason: leaving.reason });
    setAside(table, leaving, log);
  } else if (compiler.on === 'records') {
    const isHidden = anyKept(positions, cells.hidden);
    if (isHidden !== null && contextOf(table.frame).count(isHidden) > 0) return;
    const rows = table.frame.getColumn(rowName).toArray() as number[];
    const { patches, leaving } = compiler.compile(step, table.frame, columns, (place) => rows[place] ?? 0, table.nullTokens);
    patch(patches);
    depart(table, leaving, log);
  } else if (compiler.on === 'table') {
    const named = positions.map((position) => ({ position, name: nowOf(position) }));
    const patches = fit?.on === 'table' ? patchesIn(fit.patches, table.frame) : compiler.compile(step, table.frame, named);
    if (step.step === 'correctCells') table.settled = settledBy(table, decidedCells(step, table.frame, named));
    found?.({ on: 'table', patches: patchesByRow(patches, table.frame) });
    patch(patches);
  } else applyToCells(table, applied, compiler, positions, nameOf, nowOf, log);
};

/**
 * Applies one step to a table.
 * @throws Fault `invariant-broken`, `unknown-column`, `invalid-recipe`
 */
export const applyStep = (table: Table, applied: AppliedStep, log: StepLog): void =>
  namingStep(applied.step, applied.at, () => apply(table, applied, log));
