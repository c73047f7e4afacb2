import { suggestionRows } from '@millrace/contracts';
import pl, { type DataFrame } from 'nodejs-polars';
import { rowName } from '../cleanse/row-name';
import { cell, scanCells } from '../ingest/working-copy';
import { encodeFrame } from '../relations/encode-table';
import type { CodedColumn } from '../relations/coded-column';
import type { StepColumn } from '../cleanse/step';

/** Rows that belong together mostly stand together. */
const pieces = 20;

/** The rows of a working copy that a suggestion is made from, with the row of the input that each is. */
export const sampleRows = (workingCopyPath: string, rows: number): DataFrame => {
  const all = scanCells(workingCopyPath).withRowIndex(rowName);
  if (rows <= suggestionRows) return all.collectSync();
  const size = suggestionRows / pieces;
  const step = (rows - size) / (pieces - 1);
  return pl.concat(Array.from({ length: pieces }, (_, at) => all.slice(Math.floor(at * step), size).collectSync()));
};

/** A plan over a frame costs by the frame's width, and V8 holds it for long: columns are taken from frames of so many of them. */
const columnsOfPart = 64;

/** A table as the suggestions see it: its columns as numbers, made when they are asked for. */
export class TableView {
  private readonly coded = new Map<number, CodedColumn>();
  private readonly parts = new Map<number, DataFrame>();

  constructor(
    readonly frame: DataFrame,
    readonly columns: readonly StepColumn[],
    /** Columns that are the same as in the view before. */
    before?: TableView,
    changed: ReadonlySet<number> = new Set(),
  ) {
    if (before) for (const [position, column] of before.coded) if (!changed.has(position)) this.coded.set(position, column);
  }

  get rows(): number {
    return this.frame.height;
  }

  column(position: number): CodedColumn {
    const known = this.coded.get(position);
    if (known) return known;
    const [made] = encodeFrame(this.partWith(position), [position]).columns;
    if (!made) throw new Error(`no column ${cell(position)}`);
    this.coded.set(position, made);
    return made;
  }

  private partWith(position: number): DataFrame {
    const at = Math.floor(position / columnsOfPart);
    const known = this.parts.get(at);
    if (known) return known;
    const names = this.columns
      .filter((column) => Math.floor(column.position / columnsOfPart) === at)
      .map((column) => cell(column.position));
    const part = this.frame.select(...names);
    this.parts.set(at, part);
    return part;
  }
}

/** Cells by a property of their text, which is worked out once a distinct value. */
export const countBy = <K>({ values, counts }: CodedColumn, keyOf: (value: string) => K): Map<K, number> => {
  const found = new Map<K, number>();
  for (const [code, value] of values.entries()) {
    const key = keyOf(value);
    found.set(key, (found.get(key) ?? 0) + (counts[code] ?? 0));
  }
  return found;
};

/** Cells that have a text. */
export const presentIn = ({ counts }: CodedColumn): number => counts.reduce((sum, count) => sum + count, 0);
