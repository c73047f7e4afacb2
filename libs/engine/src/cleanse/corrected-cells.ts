import type { StepOf } from '@millrace/contracts';
import type { DataFrame } from 'nodejs-polars';
import { recordKeys } from '../records/record-keys';
import { encodeFrame } from '../relations/encode-table';
import { rowName } from './row-name';
import type { SettledCells } from './settled-cells';
import type { Patch, StepColumn } from './step';
import type { Table } from './table';

type Cell = StepOf<'correctCells'>['cells'][number];
/** A cell that was decided on: the place of its row in the frame, and the position of its column. */
export type DecidedCell = Cell & { readonly place: number; readonly position: number };

/** The cells of a frame on which a step has decisions. */
export const decidedCells = (
  { identifiedBy, cells }: StepOf<'correctCells'>,
  frame: DataFrame,
  columns: readonly StepColumn[],
): DecidedCell[] => {
  const positions = new Map(columns.map(({ name, position }) => [name, position]));
  const byRow = Map.groupBy(cells, ({ row }) => row);
  const table = encodeFrame(
    frame,
    identifiedBy.map((name) => positions.get(name) ?? -1),
  );
  const found: DecidedCell[] = [];
  let place = 0;
  for (const key of recordKeys(table.columns, table.rows)) {
    for (const cell of byRow.get(key) ?? []) {
      const position = positions.get(cell.column);
      if (position !== undefined) found.push({ ...cell, place, position });
    }
    place += 1;
  }
  return found;
};

/** What is settled of a table once a step has its decisions. */
export const settledBy = ({ settled, frame }: Table, cells: readonly DecidedCell[]): SettledCells => {
  const rows = frame.getColumn(rowName).toArray() as number[];
  const found = new Map([...(settled ?? [])].map(([position, of]) => [position, new Map(of)]));
  for (const { place, position, decision, text } of cells) {
    const of = found.get(position) ?? new Map<number, ReadonlySet<string> | null>();
    found.set(position, of);
    const row = rows[place] ?? 0;
    const before = of.get(row);
    of.set(row, decision === 'accepted' || before === null ? null : new Set([...(before ?? []), text]));
  }
  return found;
};

/** Patches without what people have decided otherwise. */
export const withoutSettled = (patches: readonly Patch[], { settled, frame }: Pick<Table, 'settled' | 'frame'>): readonly Patch[] => {
  if (settled === undefined) return patches;
  const rows = frame.getColumn(rowName).toArray() as number[];
  return patches.map((patch) => {
    const of = settled.get(patch.position);
    if (of === undefined) return patch;
    const isOpen = (at: number): boolean => {
      const told = of.get(rows[patch.rows[at] ?? 0] ?? -1);
      return told === undefined || (told !== null && !told.has(patch.after[at] ?? ''));
    };
    const open = Array.from(patch.rows.keys()).filter(isOpen);
    const pick = <T>(values: readonly T[]): T[] => open.map((at) => values[at] as T);
    const { position, after, confidence, reason } = patch;
    return { position, rows: pick(patch.rows), after: pick(after), confidence: pick(confidence), reason: pick(reason) };
  });
};
