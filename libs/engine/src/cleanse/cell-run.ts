import { reachOf, type Step, type StepName } from '@millrace/contracts';
import pl, { type Expr } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import { manyColumns, noContext } from './column-context';
import { columnsOfStep } from './columns-of-step';
import { guardChange } from './guard';
import { columnsAfter, everyColumn } from './layout';
import type { PlannedStep } from './plan-steps';
import { versionName } from './run-versions';
import type { CellChange, StepCompiler } from './step';
import { stepCompilers } from './step-compilers';
import type { Place, Table } from './table';

type ReadyStep = Pick<PlannedStep, 'at' | 'step' | 'cells'>;

interface PlacedChange {
  readonly change: CellChange;
  readonly place: Place;
}

/** A column that steps of a run touch. */
export interface RunColumn {
  /** What it is called in the frame. */
  readonly name: string;
  /** All of its cells may change: some step does not say which. */
  readonly isWhole: boolean;
  /** The cell as it comes, and after each of the steps that touch it: what becomes of it, and that kept under a name of its own. */
  readonly versions: readonly Expr[][];
}

/** Steps behind one another that look at single cells and at nothing else, compiled for the columns that they touch. */
export interface CellRun {
  readonly steps: readonly { readonly at: number; readonly step: Step }[];
  readonly columns: readonly RunColumn[];
  /** For each column that is not whole, which of its cells may change, by its name. */
  readonly wheres: readonly Expr[];
  /** In the order in which the steps would be made, one after another: the how-manieth of its column each is, from 1. */
  readonly changes: readonly (PlacedChange & { readonly name: string; readonly version: number })[];
}

/** Null for a step that may look at more than a cell, or set rows aside. */
const compiledFor = (table: Pick<Table, 'columns' | 'layout'>, { at, step, cells: { kept } }: ReadyStep): PlacedChange[] | null => {
  if (step === null) return [];
  const compiler = stepCompilers[step.step] as StepCompiler<StepName>;
  if (compiler.on !== 'cells' || reachOf(step) !== 'row') return null;
  const positions = columnsOfStep(step, at, columnsAfter(table.columns, table.layout));
  if (positions.length >= manyColumns) return null;
  const nameOf = new Map(everyColumn(table.columns, table.layout).map(({ position, name }) => [position, name]));
  const changes = positions.map((position): PlacedChange => {
    const column = pl.col(cell(position));
    const change = guardChange(compiler.compile(step, column, noContext), column, kept.get(position));
    return { change, place: { step, at, position, name: nameOf.get(position) ?? '' } };
  });
  return changes.some(({ change }) => change.quarantine) ? null : changes;
};

const versionsOf = (name: string, changes: readonly PlacedChange[]): Expr[][] => {
  const column = pl.col(name);
  const made = changes.map(({ change: { where, after } }, at) => [
    (where ? pl.when(where).then(after).otherwise(column) : after).alias(name),
    column.alias(versionName(at + 1)),
  ]);
  return [[column.alias(versionName(0))], ...made];
};

/**
 * The run that some steps of a recipe begin with, and how many of them it has; null where the first is none of a run.
 * @param planned those that are still to be done
 */
export const leadingRun = (
  table: Pick<Table, 'columns' | 'layout'>,
  planned: readonly ReadyStep[],
): { readonly run: CellRun; readonly length: number } | null => {
  const steps: { at: number; step: Step }[] = [];
  const ofColumn = new Map<string, PlacedChange[]>();
  const changes: CellRun['changes'][number][] = [];
  let length = 0;
  for (const one of planned) {
    const compiled = compiledFor(table, one);
    if (compiled === null) break;
    length += 1;
    if (one.step === null) continue;
    steps.push({ at: one.at, step: one.step });
    for (const placed of compiled) {
      const name = cell(placed.place.position);
      const own = ofColumn.get(name) ?? [];
      own.push(placed);
      ofColumn.set(name, own);
      changes.push({ ...placed, name, version: own.length });
    }
  }
  if (steps.length === 0) return null;
  const columns = [...ofColumn].map(([name, own]) => {
    const wheres = own.map(({ change }) => change.where);
    const isWhole = wheres.includes(undefined);
    const where = isWhole ? [] : [wheres.flatMap((one) => one ?? []).reduce((any, one) => any.or(one)).alias(name)]; // prettier-ignore
    return { name, isWhole, where, versions: versionsOf(name, own) };
  });
  return { run: { steps, columns, wheres: columns.flatMap(({ where }) => where), changes }, length };
};
