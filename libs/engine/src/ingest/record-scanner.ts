/** What is odd about a record; bits of `RecordScanner.flags`. */
export const oddities = {
  /** Not what other readers take it for: a quote or a CR inside a bare cell, spaces after a closing quote. */
  loose: 1,
  /** Something between a closing quote and the next delimiter. */
  afterQuote: 2,
  nul: 4,
  /** The record is one physical line whose quoted cell is never closed, or is closed by the opening quote of another cell. */
  brokenQuote: 8,
  /** The line ends in a lone CR. */
  crEnd: 16,
} as const;

const [ordinary, delimiterClass, quoteClass, lfClass, crClass, nulClass] = [0, 1, 2, 3, 4, 5];
const [lf, cr, space] = [10, 13, 32];

/** `closed`: after a quote inside a quoted cell, which is its end or half of a doubled one; `padded`: after the end and spaces. */
type State = 'bare' | 'quoted' | 'closed' | 'padded';

export interface ScannerDialect {
  /** One ASCII character. */
  readonly delimiter: string;
  /** One ASCII character, or none. */
  readonly quote: string;
  readonly crEndsLines: boolean;
}

/**
 * Finds the records of delimited text in its UTF-8 bytes, after RFC 4180, without making a string of them. Bytes come in a window that its
 * owner moves: `scan` goes on where it stopped, `moved` tells it that the window's start was dropped.
 */
export class RecordScanner {
  /** Of the record that `onRecord` is told of: its bytes without the line end, and where the next begins. */
  start = 0;
  end = 0;
  next = 0;
  cells = 0;
  flags = 0;
  /** 1-based physical line on which it starts. */
  line = 1;
  /** Line ends seen so far, those inside quotes left out. */
  readonly lineEnds = { lf: 0, crlf: 0, cr: 0 };
  /** Positions of columns in which some cell was an empty pair of quotes. */
  readonly emptyQuoted = new Set<number>();

  private readonly classes = new Uint8Array(256);
  private readonly quote: number;
  private at = 0;
  private state: State = 'bare';
  private quoteAt = 0;
  private innerLines = 0;

  constructor(
    private readonly dialect: ScannerDialect,
    private readonly onRecord: () => void,
  ) {
    this.quote = dialect.quote === '' ? -1 : dialect.quote.charCodeAt(0);
    this.classes[0] = nulClass;
    this.classes[lf] = lfClass;
    this.classes[cr] = crClass;
    this.classes[dialect.delimiter.charCodeAt(0)] = delimiterClass;
    if (this.quote >= 0) this.classes[this.quote] = quoteClass;
  }

  /** Bytes of the quoted cell that is open at the end of the window; 0 when none is. */
  openQuotedBytes(length: number): number {
    return this.state === 'quoted' ? length - this.quoteAt : 0;
  }

  /** The first `by` bytes of the window, all before `start`, are gone. */
  moved(by: number): void {
    this.start -= by;
    this.at -= by;
    this.quoteAt -= by;
  }

  /** Takes the open quoted cell for one that was never meant to be: its first line is told as broken, and what follows is read anew. */
  breakQuote(bytes: Buffer, length: number): void {
    this.endBroken(bytes, length);
  }

  /** Reads on to the end of the window and tells of every record that ends in it; the last one ends where the input does. */
  scan(bytes: Buffer, length: number, isLast: boolean): void {
    for (;;) {
      this.scanOn(bytes, length, isLast);
      if (!isLast) return;
      if (this.state === 'quoted') {
        this.endBroken(bytes, length);
        continue;
      }
      if (this.at <= this.start) return;
      this.noteEmptyQuotes();
      this.endRecord(bytes, length, length);
      if (this.at >= length) return;
    }
  }

  private scanOn(bytes: Buffer, length: number, isLast: boolean): void {
    const { classes, quote } = this;
    const { crEndsLines } = this.dialect;
    let at = this.at;
    while (at < length) {
      if (this.state === 'quoted') {
        let byte = -1;
        for (; at < length; at += 1) {
          byte = bytes[at] as number;
          if (byte === quote) break;
          if (byte === lf) this.innerLines += 1;
          else if (byte === 0) this.flags |= oddities.nul;
        }
        if (at === length) break;
        at += 1;
        this.state = 'closed';
        continue;
      }
      if (this.state === 'closed') {
        const byte = bytes[at] as number;
        if (byte === quote) {
          this.state = 'quoted';
          at += 1;
          continue;
        }
        this.at = at;
        this.noteEmptyQuotes();
        if (classes[byte] === ordinary) this.state = 'padded';
        else this.state = 'bare';
      }
      if (this.state === 'padded') {
        // Spaces after a quote are forgiven, but other readers do not, so the record is written anew.
        this.flags |= oddities.loose;
        while (at < length && bytes[at] === space) at += 1;
        if (at === length) break;
        if (classes[bytes[at] as number] === ordinary) this.flags |= oddities.afterQuote;
        this.state = 'bare';
      }
      while (at < length && classes[bytes[at] as number] === ordinary) at += 1;
      if (at === length) break;
      switch (classes[bytes[at] as number]) {
        case delimiterClass:
          this.cells += 1;
          at += 1;
          break;
        case quoteClass:
          if (at === this.start || classes[bytes[at - 1] as number] === delimiterClass) {
            this.quoteAt = at;
            this.state = 'quoted';
          } else this.flags |= oddities.loose;
          at += 1;
          break;
        case lfClass:
          if (at > this.start && bytes[at - 1] === cr) {
            this.lineEnds.crlf += 1;
            this.endRecord(bytes, at - 1, at + 1);
          } else {
            this.lineEnds.lf += 1;
            this.endRecord(bytes, at, at + 1);
          }
          at = this.at;
          break;
        case crClass:
          if (at + 1 === length && !isLast) {
            this.at = at;
            return;
          }
          // One at the very end is half of a CRLF that was cut.
          if (at + 1 === length || (crEndsLines && bytes[at + 1] !== lf)) {
            this.lineEnds.cr += 1;
            this.flags |= oddities.crEnd;
            this.endRecord(bytes, at, at + 1);
            at = this.at;
          } else {
            if (bytes[at + 1] !== lf) this.flags |= oddities.loose;
            at += 1;
          }
          break;
        default:
          this.flags |= oddities.nul;
          at += 1;
      }
    }
    this.at = at;
  }

  private noteEmptyQuotes(): void {
    if (this.state === 'closed' && this.at === this.quoteAt + 2) this.emptyQuoted.add(this.cells);
  }

  private endRecord(bytes: Buffer, end: number, next: number): void {
    // A quote that closes in the middle of a later line was the opening one of another cell.
    if (this.innerLines > 0 && (this.flags & oddities.afterQuote) !== 0) {
      this.endBroken(bytes, next);
      return;
    }
    this.tell(end, next);
  }

  private endBroken(bytes: Buffer, length: number): void {
    const found = bytes.indexOf(lf, this.start);
    const stop = found < 0 || found >= length ? length : found;
    this.innerLines = 0;
    this.flags = oddities.brokenQuote;
    this.tell(stop > this.start && bytes[stop - 1] === cr ? stop - 1 : stop, Math.min(length, stop + 1));
  }

  private tell(end: number, next: number): void {
    this.cells += 1;
    this.end = end;
    this.next = next;
    this.onRecord();
    this.line += 1 + this.innerLines;
    this.start = next;
    this.at = next;
    this.cells = 0;
    this.flags = 0;
    this.innerLines = 0;
    this.state = 'bare';
  }
}
