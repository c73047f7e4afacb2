import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';

const batchChars = 1 << 20;
const needsQuotes = /[",\n\r]/;

const quoted = (cell: string | null): string =>
  cell === null ? '' : cell === '' || needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** Writes rows in the one dialect that the columnar reader is given: comma, double quotes, LF, UTF-8; an absent cell is empty and bare. */
export class CleanCsvWriter {
  private readonly out: WriteStream;
  private batch = '';

  /** @param width of every row; a lone column gets an empty neighbour, since a blank line would be skipped. */
  constructor(
    path: string,
    private readonly width: number,
  ) {
    this.out = createWriteStream(path, { highWaterMark: 4 * batchChars });
  }

  /** A line that needs no quotes and already stands in the dialect. */
  addLine(line: string): void {
    this.batch += this.width === 1 ? `${line},\n` : `${line}\n`;
  }

  addCells(cells: readonly (string | null)[]): void {
    this.addLine(cells.map(quoted).join(','));
  }

  /** To be awaited after every batch of rows: bounds what is held. */
  async flush(): Promise<void> {
    if (this.batch.length < batchChars) return;
    const ready = this.out.write(this.batch);
    this.batch = '';
    if (!ready) await once(this.out, 'drain');
  }

  async end(): Promise<void> {
    this.out.end(this.batch);
    this.batch = '';
    await once(this.out, 'finish');
  }

  destroy(): void {
    this.out.destroy();
  }
}
