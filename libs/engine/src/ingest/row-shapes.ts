import type { Ingest } from '@millrace/contracts';
import pl from 'nodejs-polars';
import { rowGroupSize, shapeName } from './working-copy';

const mostRowsAtOnce = 25_000;

/** The shapes of the rows of a JSON table as they came, of some rows at a time. */
export class RowShapes {
  private from = 0;
  private shapes: (string | null)[] = [];
  private readonly rowsAtOnce: number;

  private constructor(
    private readonly path: string,
    /** Columns of the table as it came. */
    readonly width: number,
    private readonly rows: number,
  ) {
    this.rowsAtOnce = Math.min(mostRowsAtOnce, rowGroupSize({ width, rows: 1, bytes: 0 }));
  }

  /**
   * @param path Parquet, a working copy or what was kept of one
   * @returns null where it has none: all rows have all keys, and the values of a column are of one kind, or nobody has written down which
   */
  static in(path: string, { format, columns, rows }: Ingest): RowShapes | null {
    if (format !== 'json' && format !== 'ndjson') return null;
    return pl.scanParquet(path, { glob: false }).columns.includes(shapeName) ? new RowShapes(path, columns.length, rows) : null;
  }

  /** Quickest for one row after another. */
  of(row: number): string {
    if (row < this.from || row >= this.from + this.shapes.length) this.read(row);
    return this.shapes[row - this.from] ?? '';
  }

  /** All of them, in order of rows, some at a time. */
  *all(): Generator<string[]> {
    for (let from = 0; from < this.rows; from += this.rowsAtOnce) {
      this.read(from);
      yield this.shapes.map((shape) => shape ?? '');
    }
  }

  private read(from: number): void {
    this.from = from;
    this.shapes = pl
      .scanParquet(this.path, { glob: false })
      .select(shapeName)
      .slice(from, this.rowsAtOnce)
      .collectSync()
      .getColumn(shapeName)
      .toArray() as (string | null)[];
  }
}
