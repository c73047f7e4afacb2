import type { TextChunk } from '../columnar/text-chunk';
import type { TextReader } from '../columnar/text-reader';
import type { NumberScratch } from '../profile/statistics/sort-numbers';
import type { ValueWords } from '../profile/values/classify-value';
import { hashBytes, hashed, packBytes } from '../profile/values/hash-bytes';
import { hashKey } from '../profile/values/key-table';
import { mixKey } from '../profile/values/mix-key';
import type { ValueTable } from '../profile/values/value-table';
import { ColumnParts } from './column-parts';
import { PartitionedCells } from './partitioned-cells';
import { OrderFollower } from './row-order';
import type { RowRecords } from './row-records';
import type { SampledCells } from './sampled-cells';
import type { SpillFolder } from './spill-folder';
import { presentEntry } from './spilled-absence';
import { tokenTest } from './token-test';

const inlineBytes = 12;
/** Share of a table's room that a part is planned to need: parts are of nearly the same size. */
const filling = 0.75;
/** Cells of a part whose table lies in a processor's cache, and how many parts are written at once for that at most. */
const [cachedCells, mostForCache] = [200_000, 100] as const;
/** Format masks that are followed in each part: those of the column that come first are among them. */
const partMasks = (parts: number): number => Math.max(1000, Math.floor(65_535 / parts));

export interface SpillTools {
  readonly reader: TextReader;
  /** Takes the values of one part at a time. */
  readonly table: ValueTable;
  readonly capacity: number;
  /** The row in which each entry of a part comes first. */
  readonly firstRows: Uint32Array;
  readonly words: ValueWords;
  readonly folder: SpillFolder;
  readonly records: RowRecords;
  readonly sample: SampledCells;
  readonly scratch: NumberScratch;
  readonly now: number;
  /** Is told of every cell: -1 absent, an entry of the sample's table, or `presentEntry`. */
  readonly onCells: (position: number, table: ValueTable, firstRow: number, entries: Int32Array, length: number) => void;
}

export interface SpilledColumn {
  readonly parts: ColumnParts;
  readonly absent: number;
  readonly order: OrderFollower;
}

/**
 * Reads a column of more distinct values than a table may hold: every cell goes to one of some parts on disk by a hash of its text, and
 * the parts are counted one after another.
 * @param mixedRows rows whose hashes have this column's cells already
 */
export const spillColumn = async (tools: SpillTools, position: number, mixedRows: number): Promise<SpilledColumn> => {
  const { reader, capacity, words, folder, records, sample, onCells } = tools;
  // An odd number: the hash also places values within a part, by its lowest bits.
  const partCount =
    Math.max(Math.ceil(reader.rows / (capacity * filling)), Math.min(mostForCache, Math.ceil(reader.rows / cachedCells))) | 1;
  const cells = new PartitionedCells(folder, partCount);
  const order = new OrderFollower(words);
  const isToken = tokenTest(words);
  let absent = 0;
  let entries = new Int32Array(0);
  const spill = ({ length, places, data }: TextChunk, firstRow: number, hashes: Int32Array): void => {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    for (let at = 0; at < length; at += 1) {
      const row = firstRow + at;
      const start = places[at * 2]!;
      const end = places[at * 2 + 1]!;
      if (start < 0) {
        absent += 1;
        entries[at] = -1;
        if (row >= mixedRows) mixKey(hashes, at * 3, -1, 0, 0, 0);
        continue;
      }
      if (end - start <= inlineBytes) packBytes(data, view, start, end);
      else hashBytes(data, view, start, end);
      const a = hashed[0]!;
      const b = hashed[1]!;
      const c = hashed[2]!;
      if (row >= mixedRows) mixKey(hashes, at * 3, end - start, a, b, c);
      cells.add(hashKey(end - start, a, b, c), row, data, start, end);
      order.follow(data, start, end);
      entries[at] = isToken(data, start, end) ? -1 : presentEntry;
    }
  };
  sample.reset();
  for await (const { firstRow, chunk } of reader.column(position)) {
    if (chunk.length > entries.length) entries = new Int32Array(chunk.length);
    records.update(firstRow, chunk.length, (hashes) => spill(chunk, firstRow, hashes));
    sample.add(chunk, firstRow, entries);
    onCells(position, sample.table, firstRow, entries, chunk.length);
  }
  return { parts: countParts(cells, partMasks(partCount), tools), absent, order };
};

const countParts = (cells: PartitionedCells, mostMasks: number, { table, firstRows, folder, scratch, now }: SpillTools): ColumnParts => {
  const parts = new ColumnParts(folder);
  let entries = new Int32Array(0);
  for (const blocks of cells.eachPart()) {
    table.reset(mostMasks);
    for (const { chunk, rows } of blocks) {
      if (chunk.length > entries.length) entries = new Int32Array(chunk.length);
      let known = table.size;
      table.add(chunk, entries);
      // Entries are numbered in the order in which they come.
      for (let at = 0; at < chunk.length; at += 1) if (entries[at] === known) firstRows[known++] = rows[at]!;
    }
    if (table.size > 0) parts.add(table, (entry) => firstRows[entry]!, { now, scratch });
  }
  return parts;
};
