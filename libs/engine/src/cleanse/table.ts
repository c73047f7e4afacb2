import type { Ingest, LayoutChange } from '@millrace/contracts';
import type { DataFrame } from 'nodejs-polars';
import type { SettledCells } from './settled-cells';
import type { NamedStep, StepColumn } from './step';

/** A table on its way through a recipe: text columns `c0…cN` and the row of the input that each row came from. */
export interface Table {
  frame: DataFrame;
  /** Columns that it came with. */
  readonly columns: readonly StepColumn[];
  /** What was done to them. Columns that were left out stay in the frame. */
  readonly layout: LayoutChange[];
  /** Texts that stand for no value in it, where somebody has said which. */
  readonly nullTokens?: readonly string[] | undefined;
  /** Whether the form that it is written in has no empty text beside an absent cell. */
  readonly blanksAreAbsent?: boolean;
  /** What people have decided of single cells; left out where no step has said so. */
  settled?: SettledCells;
}

/** A table as it was read, before any step. */
export const tableOf = (frame: DataFrame, { columns, nullTokens, format }: Ingest): Table => ({
  frame,
  columns,
  layout: [],
  nullTokens,
  // JSON and Parquet alone tell an empty text from an absent cell.
  blanksAreAbsent: format !== 'ndjson' && format !== 'json' && format !== 'parquet',
});

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
  /**
   * @param leaving whole rows
   * @param order of a step that sets rows aside several times over, which time it is
   */
  readonly setAside: (leaving: DataFrame, reason: string, order?: number) => void;
}

/** A step at work on a column. */
export interface Place {
  readonly step: NamedStep;
  /** The step's place in its recipe. */
  readonly at: number;
  readonly position: number;
  readonly name: string;
}
