import type { Dialect } from '@millrace/contracts';
import { createReadStream } from 'node:fs';
import { FileSink } from './file-sink';
import type { CleanFile } from './working-copy';

/** Where a source may be read in place of a copy of it: a plain UTF-8 file without a byte-order mark. */
export interface PlainSource {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Collects the records of a table in a form that the columnar reader takes: the source itself as long as nothing of it has to be left out
 * or written otherwise, and from then on a copy in the source's dialect.
 */
export class CleanCopy {
  private readonly out: FileSink;
  /** Offsets in the source between which everything so far is good as it is; null once a copy is written. */
  private inPlace: { from: number; to: number } | null;

  /** @param source null where the input cannot be read in place. */
  constructor(
    private readonly copyPath: string,
    private readonly dialect: Pick<Dialect, 'delimiter' | 'quote'>,
    private readonly source: PlainSource | null,
    private readonly width: number,
    /** The source begins with its header, which ends at this offset; 0 for none. */
    private readonly headerBytes: number,
    firstRowAt: number,
  ) {
    this.out = new FileSink(copyPath);
    this.inPlace = source !== null && firstRowAt === headerBytes ? { from: firstRowAt, to: firstRowAt } : null;
  }

  /** Records as they are, from `offset` of the source. `changed` when they are not byte for byte what the source has there. */
  async addRun(run: Uint8Array, offset: number, changed: boolean): Promise<void> {
    if (this.inPlace && !changed && this.inPlace.to === offset) {
      this.inPlace.to += run.byteLength;
      return;
    }
    await this.leaveSource();
    await this.out.write(run);
  }

  async addCells(cells: readonly string[]): Promise<void> {
    const line = `${cells.map((cell) => this.quoted(cell)).join(this.dialect.delimiter)}\n`;
    await this.addRun(Buffer.from(line), -1, true);
  }

  /** @returns what to read, in which columns a pair of quotes stands for an absent cell is the caller's to know. */
  async end(): Promise<CleanFile> {
    const { delimiter, quote } = this.dialect;
    if (this.inPlace && this.source && this.inPlace.to === this.source.bytes)
      return { path: this.source.path, delimiter, quote, hasHeader: this.headerBytes > 0 };
    await this.leaveSource();
    await this.out.end();
    return { path: this.copyPath, delimiter, quote, hasHeader: false };
  }

  async destroy(): Promise<void> {
    await this.out.destroy();
  }

  private quoted(cell: string): string {
    const { delimiter, quote } = this.dialect;
    if (cell === '') return this.width === 1 ? quote + quote : '';
    const special = quote !== '' && (cell.includes(delimiter) || cell.includes(quote) || cell.includes('\n') || cell.includes('\r'));
    return special ? `${quote}${cell.replaceAll(quote, quote + quote)}${quote}` : cell;
  }

  private async leaveSource(): Promise<void> {
    const { inPlace, source } = this;
    this.inPlace = null;
    if (!inPlace || !source || inPlace.to === inPlace.from) return;
    const { from, to } = inPlace;
    const kept = createReadStream(source.path, { start: from, end: to - 1, highWaterMark: 1 << 20 });
    for await (const chunk of kept as AsyncIterable<Buffer>) await this.out.write(chunk);
  }
}
