import pl, { type LazyDataFrame } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import { ByteSink } from './byte-sink';
import { releaseMemory } from './release-memory';
import { readArrowStream, type TextChunk } from './arrow-stream';

/** Rows of a row group of a working copy: reads are of whole groups. */
const groupRows = 100_000;
/** Bytes that a read should bring: fewer would cost more to ask for than to read, more would only lie about. */
const readBytes = 2 * 1024 * 1024;
/** Cells that narrow reads of a short, wide table bring at once: a read of its own for each column would cost more than the column. */
const cellsAtOnce = 200_000;
const columnsAtOnce = 256;

/** Bytes that may lie about until what is young is given back, and until what has grown old is. */
const youngMost = 1024 * 1024;
const oldMost = 48 * 1024 * 1024;

/** Some neighbouring columns of some rows. `columns[i]` is column `from + i`. */
export interface Slab {
  readonly firstRow: number;
  readonly columns: readonly TextChunk[];
}

/** Reads a working copy column by column, in chunks of rows: what is held at once does not grow with the table. */
export class TextReader {
  /** Cells that were read; a whole profile reads each once. */
  cellsRead = 0;
  private young = 0;
  private old = 0;
  private readonly sink = new ByteSink();
  private opened: LazyDataFrame | null = null;

  constructor(
    private readonly path: string,
    readonly rows: number,
    readonly width: number,
  ) {}

  /** One for all reads: it keeps the footer, which takes kilobytes a column to read again. */
  private get scan(): LazyDataFrame {
    return (this.opened ??= pl.scanParquet(this.path, { glob: false }));
  }

  /** Groups of columns that are worth reading together: `[from, to)`. */
  groups(): (readonly [number, number])[] {
    const size = Math.min(columnsAtOnce, Math.max(1, Math.floor(cellsAtOnce / Math.max(1, this.rows))));
    return Array.from({ length: Math.ceil(this.width / size) }, (_, at) => [at * size, Math.min(this.width, (at + 1) * size)] as const);
  }

  /** The chunks of a slab are good until the next slab is asked for. */
  async *slabs(from: number, to: number): AsyncGenerator<Slab> {
    const names = Array.from({ length: to - from }, (_, at) => pl.col(cell(from + at)));
    for (let firstRow = 0, count = groupRows; firstRow < this.rows;) {
      this.scan
        .select(...names)
        .slice(firstRow, count)
        .collectSync()
        .writeIPCStream(this.sink as never);
      const stream = this.sink.take();
      this.young += stream.length;
      for (const columns of readArrowStream(stream)) {
        const length = columns[0]?.length ?? 0;
        yield { firstRow, columns };
        firstRow += length;
        this.cellsRead += length * columns.length;
      }
      count = groupRows * Math.max(1, Math.floor((readBytes * count) / Math.max(1, stream.length) / groupRows));
      await this.release();
    }
  }

  private async release(): Promise<void> {
    if (this.young <= youngMost) return;
    this.old += this.young;
    this.young = 0;
    await releaseMemory(this.old > oldMost ? 'major' : 'minor');
    if (this.old > oldMost) this.old = 0;
  }

  /** The text of one cell; null where it is absent. */
  cellAt(row: number, position: number): string | null {
    const frame = this.scan
      .select(pl.col(cell(position)))
      .slice(row, 1)
      .collectSync();
    return (frame.getColumn(cell(position)).toArray() as (string | null)[])[0] ?? null;
  }
}
