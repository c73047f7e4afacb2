import { Fault } from '@millrace/contracts';
import { createReadStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { FileSink } from './file-sink';
import type { IngestLimits } from './limits';
import type { CleanFile } from './working-copy';

const batchBytes = 1 << 20;
/** UTF-8 takes no more for a UTF-16 unit. */
const bytesPerChar = 3;
const manyCells = 1 << 24;
const needsQuotes = /[",\n\r]/;

const quoted = (cell: string): string => (cell === '' || needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/**
 * Writes rows in the dialect that the columnar reader is given: comma, double quotes, LF, UTF-8; an absent cell is empty and bare. A row may
 * be shorter than the table, whose width is known at the end: what is missing is absent.
 */
export class CleanCsvWriter {
  private out: FileSink;
  /** Rows go into bytes one by one: strings that are gone at once cost V8 next to nothing. */
  private batch = Buffer.allocUnsafeSlow(batchBytes * 2);
  private length = 0;
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

  /**
   * @param lead what goes before the cells and is none of them: a text that needs no quotes
   * @throws Fault `expansion-too-large` for a table that would be nearly nothing but absent cells
   */
  addCells(cells: readonly (string | null)[], lead?: string): void {
    this.firstWidth ??= cells.length + (lead === undefined ? 0 : 1);
    this.rows += 1;
    this.width = Math.max(this.width, cells.length);
    let [line, chars, written] = [lead === undefined ? '' : `${lead},`, 0, 0];
    for (let at = 0; at < cells.length; at += 1) {
      const cell = cells[at] as string | null;
      if (cell === null) continue;
      chars += cell.length + 1;
      line += at === written + 1 ? ',' : ','.repeat(at - written);
      line += quoted(cell);
      written = at;
    }
    line += ','.repeat(Math.max(0, cells.length - 1 - written));
    this.chars += chars;
    const all = this.rows * this.width;
    if (all > manyCells && all > this.chars * this.limits.maxCellsPerChar)
      throw new Fault('expansion-too-large', `${this.rows} rows of up to ${this.width} cells have ${this.chars} characters in all.`);
    // A line of nothing would be skipped, so a row of fewer than two cells ends in a delimiter.
    this.append(cells.length < 2 && lead === undefined ? `${line},\n` : `${line}\n`);
  }

  /** To be awaited after every row: bounds what is held. */
  async flush(): Promise<void> {
    if (this.length >= batchBytes) await this.write();
  }

  /** @param width of the widest row, with what goes before its cells. */
  async end(width: number): Promise<CleanFile> {
    await this.write();
    await this.out.end();
    const wanted = Math.max(2, width);
    const file = { path: this.path, delimiter: ',', quote: '"', width: wanted };
    if (Math.max(2, this.firstWidth ?? 0) === wanted) return { ...file, hasHeader: false };
    // The columnar reader takes the width from the first line.
    const narrow = `${this.path}.rows`;
    await rename(this.path, narrow);
    this.out = new FileSink(this.path);
    await this.out.write(Buffer.from(`${Array.from({ length: wanted }, (_, at) => `h${at}`).join(',')}\n`));
    for await (const chunk of createReadStream(narrow, { highWaterMark: batchBytes }) as AsyncIterable<Buffer>) await this.out.write(chunk);
    await this.out.end();
    return { ...file, hasHeader: true };
  }

  async destroy(): Promise<void> {
    await this.out.destroy();
  }

  private append(line: string): void {
    const wanted = this.length + line.length * bytesPerChar;
    if (wanted > this.batch.length) {
      const larger = Buffer.allocUnsafeSlow(wanted + batchBytes);
      this.batch.copy(larger, 0, 0, this.length);
      this.batch = larger;
    }
    this.length += this.batch.write(line, this.length);
  }

  private async write(): Promise<void> {
    await this.out.write(this.batch.subarray(0, this.length));
    this.length = 0;
  }
}
