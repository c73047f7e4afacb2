import type { Dialect } from '@millrace/contracts';
import pl, { type DataFrame } from 'nodejs-polars';
import { csvLine } from '../cleanse/csv-line';

/** How a line ends: as the dialect says, LF, CRLF, CR, or not at all. */
export type LineEndCode = 'd' | 'n' | 'w' | 'r' | '-';

/** Where a record is, in bytes that are good until the call returns. */
interface RecordPlace {
  readonly start: number;
  readonly end: number;
  readonly next: number;
  /** The scanner found something odd about it. */
  readonly isOdd: boolean;
  /** Its CR was replaced by an LF. */
  readonly wasCr: boolean;
}

const [lf, cr] = [10, 13];

/**
 * Keeps what the writer would not write by itself: of each row that is not in the plain form of its dialect (quotes only where they are
 * needed, its line end) which cells have quotes and how it ends, its text where that does not say it, and what stands before it and is no
 * row. Rows that follow one another in one style are one entry, so that a table all in quotes costs nothing.
 */
export class FormRecorder {
  private readonly rows: number[] = [];
  private readonly counts: number[] = [];
  private readonly styles: (string | null)[] = [];
  private readonly texts: (string | null)[] = [];
  private readonly gaps: (string | null)[] = [];
  private gap: Buffer[] = [];
  private row = 0;
  private nextQuote = -1;
  private readonly mask: number[] = [];
  private lastMask = '';

  private readonly delimiter: number;
  private readonly quote: number;
  private readonly plainEnd: LineEndCode;

  /** What the writer puts before the first row. */
  private plainHeader = '';
  private isSingle = false;

  constructor(private readonly dialect: Dialect) {
    this.delimiter = dialect.delimiter.charCodeAt(0);
    this.quote = dialect.quote === '' ? -1 : dialect.quote.charCodeAt(0);
    this.plainEnd = dialect.lineEnd === '\n' ? 'n' : dialect.lineEnd === '\r' ? 'r' : 'w';
  }

  /** @param names of the columns */
  begin(names: readonly string[]): void {
    this.isSingle = names.length === 1;
    this.plainHeader = this.dialect.header ? csvLine(names, this.dialect) : '';
  }

  /** The bytes have moved: what is known of places in them is not so any more. */
  moved(): void {
    this.nextQuote = -1;
  }

  /** Bytes that are no row of the table: a header, a blank line, a row kept aside. */
  skip(bytes: Buffer, { start, next, wasCr }: RecordPlace): void {
    const kept = Buffer.from(bytes.subarray(start, next));
    if (wasCr) kept[kept.length - 1] = cr;
    this.gap.push(kept);
  }

  /** The next row of the table. */
  take(bytes: Buffer, length: number, place: RecordPlace): void {
    const { start, end, isOdd } = place;
    const lineEnd = this.endOf(bytes, place);
    const style = isOdd || lineEnd === null ? null : this.styleOf(bytes, length, start, end);
    const gap = this.takeGap();
    if (style === null || lineEnd === null) this.add('', bytes.toString('utf8', start, end) + this.rawEnd(bytes, place), gap);
    else if (style !== '' || lineEnd !== 'd' || gap !== null) this.add(`${lineEnd}${style}`, null, gap);
    this.row += 1;
  }

  /** Everything as a frame of entries in order of rows: `row`, `count`, `style`, `text`, `gap` (base64); one for the end where it needs one. */
  end(): DataFrame {
    const gap = this.takeGap();
    if (gap !== null) this.add('d', null, gap);
    return pl.DataFrame({
      row: pl.Series('row', this.rows, pl.UInt32),
      count: pl.Series('count', this.counts, pl.UInt32),
      style: pl.Series('style', this.styles, pl.Utf8),
      text: pl.Series('text', this.texts, pl.Utf8),
      gap: pl.Series('gap', this.gaps, pl.Utf8),
    });
  }

  /** Data rows so far. */
  get rowCount(): number {
    return this.row;
  }

  private add(style: string, text: string | null, gap: string | null): void {
    const last = this.rows.length - 1;
    const follows = last >= 0 && (this.rows[last] ?? 0) + (this.counts[last] ?? 0) === this.row;
    if (follows && text === null && gap === null && this.styles[last] === style && this.texts[last] === null) {
      this.counts[last] = (this.counts[last] ?? 0) + 1;
      return;
    }
    this.rows.push(this.row);
    this.counts.push(1);
    this.styles.push(text === null ? style : null);
    this.texts.push(text);
    this.gaps.push(gap);
  }

  /** What stands before the row, in base64; null where that is what the writer puts there. */
  private takeGap(): string | null {
    if (this.gap.length === 0 && (this.row > 0 || this.plainHeader.length === 0)) return null;
    const gap = Buffer.concat(this.gap);
    this.gap = [];
    return this.row === 0 && gap.equals(Buffer.from(this.plainHeader)) ? null : gap.toString('base64');
  }

  private endOf(bytes: Buffer, { end, next, wasCr }: RecordPlace): LineEndCode | null {
    const code =
      next === end
        ? '-'
        : next - end === 2 && bytes[end] === cr && bytes[end + 1] === lf
          ? 'w'
          : next - end !== 1
            ? null
            : wasCr
              ? 'r'
              : 'n';
    return code === this.plainEnd ? 'd' : code;
  }

  private rawEnd(bytes: Buffer, { end, next, wasCr }: RecordPlace): string {
    return wasCr ? '\r' : bytes.toString('utf8', end, next);
  }

  /**
   * Which cells have quotes that they do not need, as `q` and `b` (for those that have none, or need them) up to the last `q`; nothing
   * where none has; null where that does not tell all of it.
   */
  private styleOf(bytes: Buffer, length: number, start: number, end: number): string | null {
    if (this.quote < 0) return '';
    if (this.nextQuote < start) {
      const found = bytes.indexOf(this.quote, start);
      this.nextQuote = found < 0 || found >= length ? length : found;
    }
    if (this.nextQuote >= end) return '';
    const width = this.readMask(bytes, start, end);
    if (width < 0) return null;
    if (this.isSingle && end - start === 2) return '';
    if (width === 0) return '';
    if (
      this.lastMask.length === width &&
      this.mask.every((isQuoted, at) => at >= width || (this.lastMask[at] === 'q') === (isQuoted === 1))
    )
      return this.lastMask;
    this.lastMask = Array.from({ length: width }, (_, at) => (this.mask[at] === 1 ? 'q' : 'b')).join('');
    return this.lastMask;
  }

  /** Fills the mask; answers how many cells of it count, or -1 for a record that is not by the book. */
  private readMask(bytes: Buffer, start: number, end: number): number {
    const { delimiter, quote, mask } = this;
    let [cell, width, at] = [0, 0, start];
    for (;;) {
      let isNeedless = false;
      if (at < end && bytes[at] === quote) {
        isNeedless = true;
        for (at += 1; ; at += 1) {
          if (at >= end) return -1;
          const byte = bytes[at];
          if (byte === quote) {
            if (at + 1 < end && bytes[at + 1] === quote) at += 1;
            else break;
            isNeedless = false;
          } else if (byte === delimiter || byte === lf || byte === cr) isNeedless = false;
        }
        at += 1;
        if (at < end && bytes[at] !== delimiter) return -1;
      } else while (at < end && bytes[at] !== delimiter) at += 1;
      mask[cell] = isNeedless ? 1 : 0;
      cell += 1;
      if (isNeedless) width = cell;
      if (at >= end) break;
      at += 1;
      if (at === end) {
        // A last cell that is empty.
        mask[cell] = 0;
        cell += 1;
        break;
      }
    }
    mask.length = cell;
    return width;
  }
}
