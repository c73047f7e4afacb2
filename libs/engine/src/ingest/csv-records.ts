import { Fault, type Dialect } from '@millrace/contracts';
import type { IngestLimits } from './limits';

/** One record: its cells and the 1-based line on which it starts. `plain` is its line where no cell was quoted. */
export interface CsvRecord {
  readonly cells: string[];
  readonly line: number;
  readonly plain: string | null;
}

type State = 'start' | 'bare' | 'quoted' | 'closed';

/**
 * Cuts lines into records after RFC 4180: a doubled quote inside quotes is a quote, and lines inside quotes go on. A quote
 * in the middle of a bare cell is text; text after a closing quote is kept.
 * @throws Fault `broken-quotes`, `cell-too-large`, with the line where the cell begins
 */
export class CsvReader {
  private line = 0;
  private cells: string[] = [];
  private cell = '';
  private state: State = 'start';
  private startLine = 1;

  constructor(
    private readonly dialect: Pick<Dialect, 'delimiter' | 'quote'>,
    private readonly limits: Pick<IngestLimits, 'maxCellChars' | 'maxColumns'>,
  ) {}

  /** The record that this line ends, or null while one goes on. */
  push(text: string): CsvRecord | null {
    const { delimiter, quote } = this.dialect;
    this.line += 1;
    const continues = this.state === 'quoted';
    if (!continues) {
      this.startLine = this.line;
      if (quote === '' || !text.includes(quote)) return this.plain(text.split(delimiter), text);
      this.cells = [];
      this.cell = '';
      this.state = 'start';
    } else this.cell += '\n';
    this.scan(text, delimiter, quote);
    if (this.state === 'quoted') {
      this.checkCell(this.cell);
      return null;
    }
    this.endCell();
    return this.plain(this.cells, null);
  }

  /** @throws Fault `broken-quotes` when a quoted cell is still open. */
  end(): void {
    if (this.state === 'quoted')
      throw new Fault('broken-quotes', `The quoted cell that begins in the record of line ${this.startLine} is never closed.`, {
        place: { line: this.startLine },
      });
  }

  private scan(text: string, delimiter: string, quote: string): void {
    for (let at = 0; at < text.length;) {
      if (this.state === 'quoted') {
        const close = text.indexOf(quote, at);
        if (close < 0) {
          this.cell += text.slice(at);
          return;
        }
        this.cell += text.slice(at, close);
        if (text[close + 1] === quote) {
          this.cell += quote;
          at = close + 2;
        } else {
          this.state = 'closed';
          at = close + 1;
        }
        continue;
      }
      if (text[at] === delimiter) {
        this.endCell();
        at += 1;
      } else if (this.state === 'start' && text[at] === quote) {
        this.state = 'quoted';
        at += 1;
      } else {
        const next = text.indexOf(delimiter, at);
        const stop = next < 0 ? text.length : next;
        this.cell += text.slice(at, stop);
        this.state = 'bare';
        at = stop;
      }
    }
  }

  private endCell(): void {
    this.checkCell(this.cell);
    this.cells.push(this.cell);
    this.cell = '';
    this.state = 'start';
  }

  private checkCell(cell: string): void {
    if (cell.length <= this.limits.maxCellChars) return;
    throw new Fault(
      'cell-too-large',
      `A cell in the record of line ${this.startLine} has more than ${this.limits.maxCellChars} characters.`,
      { place: { line: this.startLine } },
    );
  }

  private plain(cells: string[], plain: string | null): CsvRecord {
    if (cells.length > this.limits.maxColumns) {
      throw new Fault('too-many-columns', `Line ${this.startLine} has ${cells.length} cells; ${this.limits.maxColumns} are allowed.`, {
        place: { line: this.startLine },
      });
    }
    if (plain !== null && plain.length > this.limits.maxCellChars) for (const cell of cells) this.checkCell(cell);
    return { cells, line: this.startLine, plain };
  }
}
