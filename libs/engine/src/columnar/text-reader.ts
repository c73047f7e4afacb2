import pl from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import { releaseMemory } from './release-memory';
import { readArrowStream, type TextChunk } from './arrow-stream';

/** Rows that are read at once: as many as a row group of a working copy has. */
const chunkRows = 100_000;
/** Cells that narrow reads of a short, wide table bring at once: a read of its own for each column would cost more than the column. */
const cellsAtOnce = 200_000;
const columnsAtOnce = 256;

/** Bytes that may lie about until they are given back. */
const unreleasedMost = 16 * 1024 * 1024;

/** Some neighbouring columns of some rows. `columns[i]` is column `from + i`. */
export interface Slab {
  readonly firstRow: number;
  readonly columns: readonly TextChunk[];
}

/** Reads a working copy column by column, in chunks of rows: what is held at once does not grow with the table. */
export class TextReader {
  /** Cells that were read; a whole profile reads each once. */
  cellsRead = 0;
  private unreleased = 0;

  constructor(
    private readonly path: string,
    readonly rows: number,
    readonly width: number,
  ) {}

  /** Groups of columns that are worth reading together: `[from, to)`. */
  groups(): (readonly [number, number])[] {
    const size = Math.min(columnsAtOnce, Math.max(1, Math.floor(cellsAtOnce / Math.max(1, this.rows))));
    return Array.from({ length: Math.ceil(this.width / size) }, (_, at) => [at * size, Math.min(this.width, (at + 1) * size)] as const);
  }

  async *slabs(from: number, to: number): AsyncGenerator<Slab> {
    const names = Array.from({ length: to - from }, (_, at) => pl.col(cell(from + at)));
    for (let firstRow = 0; firstRow < this.rows; firstRow += chunkRows) {
      const frame = pl
        .scanParquet(this.path)
        .select(...names)
        .slice(firstRow, chunkRows)
        .collectSync();
      let row = firstRow;
      const stream = frame.writeIPCStream();
      this.unreleased += stream.length;
      for (const columns of readArrowStream(stream)) {
        const length = columns[0]?.length ?? 0;
        yield { firstRow: row, columns };
        row += length;
        this.cellsRead += length * columns.length;
      }
      if (this.unreleased > unreleasedMost) {
        this.unreleased = 0;
        await releaseMemory();
      }
    }
  }

  /** The text of one cell; null where it is absent. */
  cellAt(row: number, position: number): string | null {
    const frame = pl
      .scanParquet(this.path)
      .select(pl.col(cell(position)))
      .slice(row, 1)
      .collectSync();
    return (frame.getColumn(cell(position)).toArray() as (string | null)[])[0] ?? null;
  }
}
