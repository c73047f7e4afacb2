import { Fault } from '@millrace/contracts';
import { createReadStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { FileSink } from './file-sink';
import type { IngestLimits } from './limits';
import type { CleanFile } from './working-copy';

const batchChars = 1 << 20;
const manyCells = 1 << 24;
const needsQuotes = /[",\n\r]/;

const quoted = (cell: string | null): string =>
  cell === null ? '' : cell === '' || needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/**
 * Writes rows in the dialect that the columnar reader is given: comma, double quotes, LF, UTF-8; an absent cell is empty and bare. A row may
 * be shorter than the table, whose width is known at the end: what is missing is absent.
 */
export class CleanCsvWriter {
  private out: FileSink;
  private batch = '';
  private firstWidth: number | null = null;
  private rows = 0;
  private width = 0;
  /** Of the cells that are there, with one for each cell. */
  private chars = 0;

  constructor(
    private readonly path: string,
    private readonly limits: Pick<IngestLimits, 'maxCellsPerChar'>,
  ) {
    this.out = new FileSink(path);
  }

  /** @throws Fault `expansion-too-large` for a table that would be nearly nothing but absent cells */
  addCells(cells: readonly (string | null)[]): void {
    this.firstWidth ??= cells.length;
    this.rows += 1;
    this.width = Math.max(this.width, cells.length);
    for (const cell of cells) if (cell !== null) this.chars += cell.length + 1;
    const all = this.rows * this.width;
    if (all > manyCells && all > this.chars * this.limits.maxCellsPerChar)
      throw new Fault('expansion-too-large', `${this.rows} rows of up to ${this.width} cells have ${this.chars} characters in all.`);
    // A line of nothing would be skipped, so a row of fewer than two cells ends in a delimiter.
    this.batch += cells.length < 2 ? `${quoted(cells[0] ?? null)},\n` : `${cells.map(quoted).join(',')}\n`;
  }

  /** To be awaited after every row: bounds what is held. */
  async flush(): Promise<void> {
    if (this.batch.length < batchChars) return;
    await this.out.write(Buffer.from(this.batch));
    this.batch = '';
  }

  /** @param width of the widest row. */
  async end(width: number): Promise<CleanFile> {
    await this.out.write(Buffer.from(this.batch));
    this.batch = '';
    await this.out.end();
    const wanted = Math.max(2, width);
    const file = { path: this.path, delimiter: ',', quote: '"', width: wanted };
    if (Math.max(2, this.firstWidth ?? 0) === wanted) return { ...file, hasHeader: false };
    // The columnar reader takes the width from the first line.
    const narrow = `${this.path}.rows`;
    await rename(this.path, narrow);
    this.out = new FileSink(this.path);
    await this.out.write(Buffer.from(`${Array.from({ length: wanted }, (_, at) => `h${at}`).join(',')}\n`));
    for await (const chunk of createReadStream(narrow, { highWaterMark: batchChars }) as AsyncIterable<Buffer>) await this.out.write(chunk);
    await this.out.end();
    return { ...file, hasHeader: true };
  }

  async destroy(): Promise<void> {
    await this.out.destroy();
  }
}
