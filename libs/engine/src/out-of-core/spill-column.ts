import { classCode } from '../profile/values/classify-value';
import type { ValueTable } from '../profile/values/value-table';
import { sliceOf } from './count-column';
import { cellsAtOnce } from './lane-memory';
import { ColumnParts } from './column-parts';
import { OrderOfTables } from './row-order';
import type { SpillTools } from './spill-tools';
import { presentEntry } from './spilled-absence';

export interface SpilledColumn {
  readonly parts: ColumnParts;
  readonly absent: number;
  readonly order: OrderOfTables;
}

/**
 * Reads a column of more distinct values than a table may hold, table by table of neighbouring cells: what a value is, is worked out there.
 * How often it occurs in all is counted from keys on disk.
 * @param mixedRows rows whose hashes have this column's cells already
 */
export const spillColumn = async (tools: SpillTools, position: number, mixedRows: number): Promise<SpilledColumn> => {
  const { reader, neighbours, capacity, folder, records, sample, onCells } = tools;
  const { table } = neighbours;
  const parts = new ColumnParts(folder, reader.rows, capacity);
  const order = new OrderOfTables();
  let absent = 0;
  let seen = new Int32Array(0);
  const entries = new Int32Array(cellsAtOnce);
  const endTable = (): void => {
    order.take(table);
    parts.add(neighbours);
    absent += table.absent;
    table.reset();
  };
  sample.reset();
  table.reset();
  for await (const { firstRow, chunk } of reader.column(position)) {
    if (chunk.length > seen.length) seen = new Int32Array(chunk.length);
    records.update(firstRow, chunk.length, (hashes) => {
      for (let done = 0; done < chunk.length; done += cellsAtOnce) {
        const length = Math.min(cellsAtOnce, chunk.length - done);
        const row = firstRow + done;
        if (!neighbours.hasRoom(length)) endTable();
        neighbours.add(sliceOf(chunk, done, length), row, entries);
        if (row >= mixedRows) table.mixInto(hashes, done, entries, length);
        order.see(table, entries, length);
        markPresent(table, entries, length, seen, done);
      }
    });
    sample.add(chunk, firstRow, seen);
    onCells(position, sample.table, firstRow, seen, chunk.length);
  }
  endTable();
  parts.end();
  return { parts, absent, order };
};

/** -1 for cells that are absent or say so, `presentEntry` for the others. */
const markPresent = ({ classes }: ValueTable, entries: Int32Array, length: number, into: Int32Array, start: number): void => {
  for (let at = 0; at < length; at += 1) {
    const entry = entries[at]!;
    into[start + at] = entry < 0 || classes[entry] === classCode.nullToken ? -1 : presentEntry;
  }
};
