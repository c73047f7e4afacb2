import type { ColumnSelector, StepName, StepOf } from '@millrace/contracts';
import type { DataFrame, Expr, Series } from 'nodejs-polars';

/** A step as it is for a table: what its selector takes is named. */
export type NamedStep<N extends StepName = StepName> = {
  [M in N]: { [K in keyof StepOf<M>]: K extends 'columns' ? Exclude<StepOf<M>[K], ColumnSelector> : StepOf<M>[K] };
}[N];

/** What a step may look at while it is compiled for one column. */
export interface ColumnContext {
  /** Runs an expression over the rows that are still in the table and answers its one value. */
  readonly value: (expression: Expr) => unknown;
  /** How many rows a condition holds for. */
  readonly count: (condition: Expr) => number;
}

/** A change of the cells of one column, as an expression over it. */
export interface CellChange {
  readonly kind: 'cells';
  /** The new cell from `column`; the change log is made by comparing the two. */
  readonly after: Expr;
  /** A cheap condition that holds for every cell that changes: others are not looked at. Left out, all may change. */
  readonly where?: Expr;
  readonly reason: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** The step says that it may empty cells, or leave nothing of a text; without it, one that was emptied breaks an invariant. */
  readonly mayEmpty: boolean;
  /** Rows for which this holds are set aside instead of changed. */
  readonly quarantine?: { readonly where: Expr; readonly reason: string };
}

/** A column of the table that a step touches. */
export interface StepColumn {
  readonly position: number;
  readonly name: string;
}

/** What a step does to the columns of a table. */
export interface ColumnPlan {
  /** Columns of text, each put behind another one: their cells as an expression, or by the row of the input that each is in. */
  readonly add?: readonly { readonly name: string; readonly after: number; readonly cells: Expr | ReadonlyMap<number, string> }[];
  readonly drop?: readonly number[];
  readonly rename?: readonly StepColumn[];
  /** Positions of the columns that come first. */
  readonly first?: readonly number[];
}

/** New texts for some cells of one column, each with how sure it is (0 to 1) and why. The arrays are of one length. */
export interface Patch {
  readonly position: number;
  /** Places of the rows in the frame, each at most once. */
  readonly rows: readonly number[];
  readonly after: readonly string[];
  readonly confidence: readonly number[];
  readonly reason: readonly string[];
}

/** A row that leaves the table. */
export interface Departure {
  /** Its place in the frame. */
  readonly row: number;
  readonly reason: string;
}

/**
 * A step on cells compiles once for each of its columns; a step on rows once, to a condition of the rows that leave; a step on the table
 * looks at some columns together and says cell by cell what changes; a step on records also which rows leave, each with its reason.
 */
export type StepCompiler<N extends StepName> =
  | {
      readonly on: 'cells';
      /** The change is the same for every column and sets no rows aside: it may be compiled for many columns at once, without a context. */
      readonly isAlike?: true;
      /** @param name of the column; empty where a step that is the same for every column is compiled for many */
      readonly compile: (step: NamedStep<N>, column: Expr, context: ColumnContext, name: string) => CellChange;
    }
  | {
      readonly on: 'rows';
      /**
       * @param keys names of the columns that make two rows the same
       * @param nullTokens texts that stand for no value in the table, where somebody has said which
       * @returns which rows leave: a condition, or one boolean a row; `reasons` are those of single rows, texts, as many as there are rows
       */
      readonly compile: (
        step: NamedStep<N>,
        keys: readonly string[],
        frame: DataFrame,
        nullTokens?: readonly string[],
      ) => { readonly leaves: Expr | Series; readonly reason: string; readonly reasons?: Series };
    }
  | {
      readonly on: 'table';
      /** @param columns those that the step names, in its order */
      readonly compile: (step: NamedStep<N>, frame: DataFrame, columns: readonly StepColumn[]) => readonly Patch[];
    }
  | {
      readonly on: 'columns';
      /**
       * @param columns all of the table, in order, as they are called now
       * @param frame null where a recipe is checked before it runs: what only cells can tell is not done then
       * @param nullTokens as for steps on rows
       * @throws Fault `unknown-column`, `invalid-recipe`
       */
      readonly compile: (
        step: NamedStep<N>,
        columns: readonly StepColumn[],
        frame: DataFrame | null,
        nullTokens?: readonly string[],
      ) => ColumnPlan;
    }
  | {
      readonly on: 'records';
      /**
       * @param rowOf the row of the input that a place in the frame was
       * @param nullTokens as for steps on rows
       */
      readonly compile: (
        step: NamedStep<N>,
        frame: DataFrame,
        columns: readonly StepColumn[],
        rowOf: (place: number) => number,
        nullTokens?: readonly string[],
      ) => { readonly patches: readonly Patch[]; readonly leaving: readonly Departure[] };
    };
