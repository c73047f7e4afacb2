import type { TextChunk } from '../columnar/text-chunk';
import type { TextReader } from '../columnar/text-reader';
import { hashBytes, hashed, packBytes } from '../profile/values/hash-bytes';
import { mixKey } from '../profile/values/mix-key';
import { cellsAtOnce } from './lane-memory';
import { projectDistinct } from './project-distinct';
import type { RowRecords } from './row-records';
import type { SpillTools } from './spill-tools';

const inlineBytes = 12;

/** After so many cells it is asked whether the rest of them would fit: the work on those that are counted is lost otherwise. */
const projectedCells = 262_144;

/** The room of a table of distinct values: never more than a column can need, and never less than cells that are added at once. */
export const tableCapacity = (rows: number, wanted: number): number => Math.max(2 * cellsAtOnce, Math.min(rows + cellsAtOnce, wanted));

/** Some neighbouring cells of a chunk. */
export const sliceOf = ({ places, data, codes, dictionary }: TextChunk, from: number, length: number): TextChunk => ({
  length,
  places: places.subarray(from * 2),
  data,
  codes: codes?.subarray(from) ?? null,
  dictionary,
});

/** Counts a column in the table. Null where all of it fits, else the rows that were counted: they are mixed into the hashes of rows. */
export const countColumn = async (tools: SpillTools, position: number): Promise<number | null> => {
  const { reader, table, capacity, records, onCells } = tools;
  const entries = new Int32Array(cellsAtOnce);
  table.reset();
  let isAsked = false;
  for await (const { firstRow, chunk } of reader.column(position)) {
    let done = 0;
    records.update(firstRow, chunk.length, (hashes) => {
      while (done < chunk.length && table.size + cellsAtOnce <= capacity) {
        const length = Math.min(cellsAtOnce, chunk.length - done);
        table.add(sliceOf(chunk, done, length), entries);
        table.mixInto(hashes, done, entries, length);
        onCells(position, table, firstRow + done, entries, length);
        done += length;
      }
    });
    const seen = firstRow + done;
    if (done < chunk.length) return seen;
    if (isAsked || seen < projectedCells) continue;
    isAsked = true;
    if (projectDistinct(table.size, seen, reader.rows) > capacity) return seen;
  }
  return null;
};

/** Mixes a column into hashes of rows, and nothing else. */
export const hashColumn = async (reader: TextReader, position: number, records: RowRecords): Promise<void> => {
  for await (const { firstRow, chunk } of reader.column(position)) {
    const { length, places, data } = chunk;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    records.update(firstRow, length, (hashes) => {
      for (let at = 0; at < length; at += 1) {
        const start = places[at * 2]!;
        const end = places[at * 2 + 1]!;
        if (start < 0) mixKey(hashes, at * 3, -1, 0, 0, 0);
        else {
          if (end - start <= inlineBytes) packBytes(data, view, start, end);
          else hashBytes(data, view, start, end);
          mixKey(hashes, at * 3, end - start, hashed[0]!, hashed[1]!, hashed[2]!);
        }
      }
    });
  }
};
