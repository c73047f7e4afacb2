import { Fault, type Ingest, type RecipeLimits } from '@millrace/contracts';
import type { DataFrame, Series } from 'nodejs-polars';
import type { ColumnChanges } from '../change-log';

/** A cleansing that is done and not yet published. */
export interface Outcome {
  readonly ingest: Ingest;
  readonly limits: RecipeLimits;
  /** The table as it will be published, with the row of the input that each row was. */
  readonly frame: DataFrame;
  readonly rowsIn: number;
  /** Rows that were set aside. */
  readonly removed: number;
  /** By name of the column. */
  readonly changes: ReadonlyMap<string, ColumnChanges>;
  /** Cells of the input, of all rows or of the first ones. */
  readonly inputOf: (position: number, rows?: number) => Series;
  /** Cells of the input in some columns, of the rows that stayed, in their order. */
  readonly stayedIn: (positions: readonly number[]) => DataFrame | Promise<DataFrame>;
  /** How many cells were absent in the input in some columns, in the rows that stayed: by name of the cell's column in the frame. */
  readonly absentIn: (positions: readonly number[]) => Readonly<Record<string, number>>;
}

/** The cells that came in. */
export type InputCells = Pick<Outcome, 'inputOf' | 'stayedIn' | 'absentIn'>;

/** @throws Fault `invariant-broken` with what was measured */
export type Invariant = (outcome: Outcome) => void | Promise<void>;

/** A fault with its evidence: numbers, and names of columns. @param invariant which one */
export const broken = (invariant: string, detail: string, column: string | null, evidence: Record<string, unknown>): Fault =>
  new Fault('invariant-broken', detail, { ...(column !== null && { place: { column } }), evidence: { invariant, ...evidence } });
