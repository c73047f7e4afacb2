import { reachOf, type StepName } from '@millrace/contracts';
import pl, { type Expr } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import { emptyingBlanks } from './blank-cells';
import { manyColumns, noContext } from './column-context';
import { columnsOfStep } from './columns-of-step';
import { guardChange } from './guard';
import { columnsAfter, everyColumn } from './layout';
import { namingStep } from './naming-step';
import type { PlannedStep } from './plan-steps';
import { cellName, sourceName, versionName } from './run-versions';
import type { CellTest } from './settle/kept-cells';
import type { CellChange, NamedStep, StepCompiler } from './step';
import { stepCompilers } from './step-compilers';
import type { Table } from './table';

type ReadyStep = Pick<PlannedStep, 'at' | 'step' | 'cells'>;

/** A step as it is for the columns that it touches, in its order. */
export interface RunStep {
  readonly at: number;
  readonly step: NamedStep;
  readonly columns: readonly RunColumn[];
}

export interface RunColumn {
  /** What it is called in the frame. */
  readonly name: string;
  /** What the change log calls it. */
  readonly title: string;
  /** Of cells `after`, as cells of the column; and for each row the cell of the column at the place that it takes its own from. */
  readonly fresh: Expr;
  readonly taken: Expr;
}

/**
 * Columns to which the same steps do the same: their cells lie in one column while the steps are made. One expression is then compiled for
 * all of them, and one plan run: an object of the library for either takes as long as thousands of cells do.
 */
export interface RunGroup {
  readonly columns: readonly RunColumn[];
  /** All of its cells may change: some step does not say which. It has one column then. */
  readonly isWhole: boolean;
  /** The cell as it comes, and after each of the steps: what becomes of it, and what it was under a name of its own. */
  readonly versions: readonly Expr[][];
  /** By the place of each step in the recipe, in order: the how-manieth it is, from 1. */
  readonly changes: ReadonlyMap<number, { readonly version: number; readonly change: CellChange }>;
}

/** Steps behind one another that look at single cells and at nothing else, compiled for the columns that they touch. */
export interface CellRun {
  readonly steps: readonly RunStep[];
  readonly groups: readonly RunGroup[];
  /** For each column that is not whole, which of its cells may change, by its name. */
  readonly wheres: readonly Expr[];
}

interface Compiled {
  readonly at: number;
  /** Of a cell in the one column of a group. */
  readonly change: CellChange;
  readonly compile: (column: Expr) => CellChange;
  readonly isAlike: boolean;
  readonly kept: ReadonlyMap<number, CellTest>;
}

const oneCell = pl.col(cellName);

/** Null for a step that may look at more than a cell, or set rows aside. */
const compiledFor = (step: NamedStep, at: number, kept: Compiled['kept']): Compiled | null => {
  const compiler = stepCompilers[step.step] as StepCompiler<StepName>;
  if (compiler.on !== 'cells' || reachOf(step) !== 'row') return null;
  const compile = (column: Expr) => compiler.compile(step, column, noContext, '');
  const change = namingStep(step, at, () => compile(oneCell));
  return change.quarantine ? null : { at, change, compile, kept, isAlike: compiler.isAlike === true };
};

const versionsOf = (changes: readonly CellChange[]): Expr[][] => {
  const made = changes.map(({ where, after }, at) => [
    oneCell.alias(versionName(at)),
    (where ? pl.when(where).then(after).otherwise(oneCell) : after).alias(cellName),
  ]);
  return [...made, [oneCell.alias(versionName(changes.length))]];
};

const wheresOf = (positions: readonly number[], own: readonly Compiled[]): Expr[] => {
  const any = (columns: Expr, position: number): Expr =>
    own.flatMap(({ compile, kept }) => guardChange(compile(columns), columns, kept.get(position)).where ?? []).reduce((all, one) => all.or(one)); // prettier-ignore
  const [first = 0] = positions;
  // What is the same for every column is one expression, which the engine makes one for each of.
  if (positions.length > 1 && own.every(({ isAlike }) => isAlike)) return [any(pl.col(positions.map(cell)), first)];
  return positions.map((position) => any(pl.col(cell(position)), position).alias(cell(position)));
};

/**
 * The run that some steps of a recipe begin with, and how many of them it has; null where the first is none of a run.
 * @param planned those that are still to be done
 */
export const leadingRun = (
  { columns, layout, blanksAreAbsent }: Pick<Table, 'columns' | 'layout' | 'blanksAreAbsent'>,
  planned: readonly ReadyStep[],
): { readonly run: CellRun; readonly length: number } | null => {
  const now = columnsAfter(columns, layout);
  const titles = new Map(everyColumn(columns, layout).map(({ position, name }) => [position, name]));
  const made = new Map<number, RunColumn>();
  const columnAt = (position: number): RunColumn => {
    const name = cell(position);
    const column = made.get(position) ?? {
      name,
      title: titles.get(position) ?? '',
      fresh: pl.col('after').alias(name),
      taken: pl.col(name).gather(pl.col(sourceName(name))),
    };
    made.set(position, column);
    return column;
  };
  const steps: RunStep[] = [];
  const ofColumn = new Map<number, Compiled[]>();
  let length = 0;
  for (const { at, step, cells } of planned) {
    if (step === null) {
      length += 1;
      continue;
    }
    const compiled = compiledFor(step, at, cells.kept);
    const positions = compiled === null ? [] : columnsOfStep(step, at, now);
    if (compiled === null || positions.length >= manyColumns) break;
    length += 1;
    steps.push({ at, step, columns: positions.map(columnAt) });
    for (const position of positions) ofColumn.set(position, [...(ofColumn.get(position) ?? []), compiled]);
  }
  if (steps.length === 0) return null;
  const isApart = (position: number, own: readonly Compiled[]): boolean =>
    own.some(({ change, kept }) => change.where === undefined || kept.has(position));
  const grouped = Map.groupBy(ofColumn, ([position, own]) =>
    [isApart(position, own) ? position : '', ...own.map(({ at }) => at)].join(' '),
  );
  const wheres: Expr[] = [];
  const groups = [...grouped.values()].map((group): RunGroup => {
    const [[first, own] = [0, []]] = group;
    const positions = group.map(([position]) => position);
    const changes = own.map(({ change, kept }) =>
      guardChange(blanksAreAbsent === true ? emptyingBlanks(change) : change, oneCell, kept.get(first)),
    );
    const isWhole = changes.some(({ where }) => where === undefined);
    if (!isWhole) wheres.push(...wheresOf(positions, own));
    return {
      columns: positions.map(columnAt),
      isWhole,
      versions: versionsOf(changes),
      changes: new Map(own.flatMap(({ at }, place) => { const change = changes[place]; return change ? [[at, { version: place + 1, change }]] : []; })), // prettier-ignore
    };
  });
  return { run: { steps, groups, wheres }, length };
};
