import type { Dialect } from '@millrace/contracts';
import pl from 'nodejs-polars';
import { createReadStream } from 'node:fs';
import { ByteWindow } from '../ingest/byte-window';
import { FileSink } from '../ingest/file-sink';
import type { LineEndCode } from '../ingest/form-recorder';
import { cellsOf } from '../ingest/record-cells';
import { RecordScanner } from '../ingest/record-scanner';
import { rowsOf } from '../ingest/working-copy';

interface Entry {
  readonly row: number;
  readonly count: number;
  readonly style: string | null;
  readonly text: string | null;
  readonly gap: string | null;
}

const lineEnds: Record<Exclude<LineEndCode, 'd'>, string> = { n: '\n', w: '\r\n', r: '\r', '-': '' };
const sliceEntries = 50_000;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

function* entriesOf(path: string): Generator<Entry> {
  for (let [at, rows] = [0, rowsOf(path)]; at < rows; at += sliceEntries)
    yield* pl.scanParquet(path, { glob: false }).slice(at, sliceEntries).collectSync().toRecords() as unknown as Entry[];
}

/** Writes a table that is in the plain form of its dialect as its input was written. */
class FormRestorer {
  private readonly window = new ByteWindow();
  private readonly scanner: RecordScanner;
  private readonly entries: Iterator<Entry, undefined>;
  private entry: Entry | undefined;
  private pieces: Uint8Array[] = [];
  private run: { from: number; to: number } | null = null;
  /** The header's is -1. */
  private row: number;

  constructor(
    formPath: string,
    private readonly dialect: Dialect,
    private readonly out: FileSink,
  ) {
    const { delimiter, quote, lineEnd, header } = dialect;
    this.entries = entriesOf(formPath) as Iterator<Entry, undefined>;
    this.entry = this.entries.next().value;
    this.row = header ? -1 : 0;
    this.scanner = new RecordScanner({ delimiter, quote, crEndsLines: lineEnd === '\r' }, () => this.take());
  }

  async restore(plainPath: string): Promise<void> {
    const { window, dialect } = this;
    let isFirst = true;
    for await (const chunk of createReadStream(plainPath, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      if (isFirst && dialect.bom) await this.out.write(byteOrderMark);
      window.append(isFirst && dialect.bom ? chunk.subarray(byteOrderMark.length) : chunk);
      isFirst = false;
      await this.step(false);
    }
    await this.step(true);
    if (this.entry?.row === this.row && this.entry.gap !== null) await this.out.write(Buffer.from(this.entry.gap, 'base64'));
  }

  private async step(isLast: boolean): Promise<void> {
    const { window, scanner } = this;
    scanner.scan(window.bytes, window.length, isLast);
    this.endRun();
    for (const piece of this.pieces) await this.out.write(piece);
    this.pieces = [];
    const done = scanner.start;
    scanner.moved(done);
    window.drop(done);
  }

  private endRun(): void {
    if (this.run) this.pieces.push(this.window.bytes.subarray(this.run.from, this.run.to));
    this.run = null;
  }

  private put(bytes: Buffer): void {
    this.endRun();
    this.pieces.push(bytes);
  }

  private take(): void {
    const { start, next } = this.scanner;
    const { entry, row } = this;
    this.row += 1;
    // What stood before the first row was the header too.
    if (row < 0 && entry?.row === 0 && entry.gap !== null) return;
    if (row < 0 || entry === undefined || row < entry.row) {
      if (this.run) this.run.to = next;
      else this.run = { from: start, to: next };
      return;
    }
    if (entry.gap !== null && row === entry.row) this.put(Buffer.from(entry.gap, 'base64'));
    this.put(Buffer.from(entry.text ?? this.styled(entry.style ?? 'd')));
    if (row + 1 >= entry.row + entry.count) this.entry = this.entries.next().value;
  }

  /** The record with the quotes and the line end that a style says. */
  private styled(style: string): string {
    const { scanner, window } = this;
    const { delimiter, quote, lineEnd } = this.dialect;
    const text = window.bytes.toString('utf8', scanner.start, scanner.end);
    const end = style[0] === 'd' ? lineEnd : lineEnds[style[0] as keyof typeof lineEnds];
    if (style.length === 1) return text + end;
    const quoted = (cell: string) => `${quote}${cell.replaceAll(quote, quote + quote)}${quote}`;
    const isSpecial = (cell: string) => cell.includes(delimiter) || cell.includes(quote) || /[\r\n]/.test(cell);
    const cells = cellsOf(text, delimiter, quote) ?? [];
    return cells.map((cell, at) => (style[at + 1] === 'q' || isSpecial(cell) ? quoted(cell) : cell)).join(delimiter) + end;
  }
}

/**
 * Writes a table as its input was written: quotes, line ends, blank lines, rows that were kept aside.
 * @param plainPath the table in the plain form of its dialect, UTF-8
 * @param formPath the account of how its rows were written
 */
export const restoreForm = async (plainPath: string, formPath: string, dialect: Dialect, outputPath: string): Promise<void> => {
  const out = new FileSink(outputPath);
  try {
    await new FormRestorer(formPath, dialect, out).restore(plainPath);
    await out.end();
  } finally {
    await out.destroy();
  }
};
