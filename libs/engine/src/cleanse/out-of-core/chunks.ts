import pl, { type DataFrame } from 'nodejs-polars';
import { readCopyFooter } from '../../columnar/copy-footer';
import { frameBytes, releaseAfter } from '../../columnar/release-memory';
import { scanCells } from '../../ingest/working-copy';
import { rowName } from '../row-name';

const MEBIBYTE = 1024 * 1024;
/** A process with its engine and the objects of a recipe. */
const processBytes = 160 * MEBIBYTE;
/** How many times over a chunk may be there: as it was read, as it becomes, and what is found, checked and written of it. */
const copies = 7;
const bytesOfCell = 16;
/** No row group has more text. */
const textBytes = 24 * MEBIBYTE;

/** Into how many pieces row groups are taken for one of them to be worked on within some memory. */
const piecesWithin = (firstRows: readonly number[], width: number, memoryBytes: number): number => {
  const rows = firstRows.reduce((most, first, at) => Math.max(most, (firstRows[at + 1] ?? first) - first), 0);
  const bytes = copies * (rows * width * bytesOfCell + textBytes);
  return Math.min(Math.max(1, rows), Math.ceil(bytes / Math.max(MEBIBYTE, memoryBytes - processBytes)));
};

/** Where chunks of some groups begin, or pieces of each group, and where the last one ends. */
const starts = (firstRows: readonly number[], groups: number, pieces: number): number[] => {
  if (pieces === 1) return firstRows.filter((_, at) => at % groups === 0 || at === firstRows.length - 1);
  const within = firstRows.slice(0, -1).flatMap((first, at) => {
    const rows = (firstRows[at + 1] ?? first) - first;
    return Array.from({ length: pieces }, (_, piece) => first + Math.floor((rows * piece) / pieces));
  });
  return [...new Set([...within, firstRows.at(-1) ?? 0])];
};

/** Reads a working copy one or some row groups at a time, or a piece of one, each time as a frame of its columns and the rows that they are. */
export class Chunks {
  private readonly firstRows: readonly number[];
  /** Of the chunk that was given last. */
  private bytes = 0;

  /**
   * @param groups row groups that are read at a time
   * @param memoryBytes what the process may take: where a group at a time is too much for that, it is read in pieces
   */
  constructor(
    private readonly path: string,
    width: number,
    groups = 1,
    memoryBytes: number | null = null,
  ) {
    const { firstRows } = readCopyFooter(path, width);
    this.firstRows = starts(firstRows, groups, memoryBytes === null ? 1 : piecesWithin(firstRows, width, memoryBytes));
  }

  get count(): number {
    return Math.max(1, this.firstRows.length - 1);
  }

  /** @param names of the columns that are read; left out, all are */
  at(index: number, names?: readonly string[]): DataFrame {
    const [from = 0, to = 0] = [this.firstRows[index], this.firstRows[index + 1]];
    return (names ? pl.scanParquet(this.path, { glob: false }).select(...names) : scanCells(this.path))
      .slice(from, to - from)
      .collectSync()
      .withRowIndex(rowName, from);
  }

  /** Those that have any of some rows, ascending, as `all` gives them. */
  async *with(rows: readonly number[]): AsyncGenerator<DataFrame> {
    let next = 0;
    for (let index = 0; index < this.count && next < rows.length; index += 1) {
      const to = this.firstRows[index + 1] ?? 0;
      if ((rows[next] ?? to) >= to) continue;
      yield this.sized(this.at(index));
      await releaseAfter(this.bytes);
      while (next < rows.length && (rows[next] ?? to) < to) next += 1;
    }
  }

  /** Each of them, in order of rows; what was made of one, some of which has outlived collections on the way, goes back to the system before the next. */
  async *all(names?: readonly string[]): AsyncGenerator<DataFrame> {
    for (let index = 0; index < this.count; index += 1) {
      yield this.sized(this.at(index, names));
      await releaseAfter(this.bytes, 'major');
    }
  }

  /** Whoever holds a chunk while memory is released keeps that of the chunk. */
  private sized(chunk: DataFrame): DataFrame {
    this.bytes = frameBytes(chunk);
    return chunk;
  }
}
