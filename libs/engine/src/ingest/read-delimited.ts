import { Fault, type AsideRow, type Dialect, type HeaderEvidence } from '@millrace/contracts';
import { isUtf8 } from 'node:buffer';
import { ByteWindow } from './byte-window';
import { CleanCopy, type PlainSource } from './clean-copy';
import { headerFindings, uniqueNames, type ColumnNames } from './column-names';
import type { FormRecorder } from './form-recorder';
import type { IngestLimits } from './limits';
import type { ReadTable } from './read-table';
import { cellsOf } from './record-cells';
import { oddities, RecordScanner } from './record-scanner';
import { RowsAside, type AsideReason } from './rows-aside';
import { isSepLine } from './sniff-dialect';
import { mixedLineEndsFinding, noHeaderFinding } from './structural-findings';
import type { CleanFile } from './working-copy';

export interface DelimitedInput {
  /** UTF-8 without a byte-order mark. */
  readonly source: AsyncIterable<Buffer>;
  /** Whether what was read so far is byte for byte what the file has. */
  readonly isRaw: () => boolean;
  /** The source as a file, where it can be read in place. */
  readonly plain: PlainSource | null;
  readonly dialect: Pick<Dialect, 'delimiter' | 'quote'>;
  readonly crEndsLines: boolean;
  readonly header: HeaderEvidence;
  readonly limits: IngestLimits;
  readonly cleanPath: string;
  /** JSON lines of the rows kept aside, written only when there are some. */
  readonly asidePath: string;
  readonly onRows: (rows: number) => void;
  /** Keeps how the rows are written, where that is asked for. */
  readonly form?: FormRecorder;
}

interface Run {
  readonly from: number;
  to: number;
}

/** Something to be written after the run before it. */
type Piece = { readonly run: Run } | { readonly cells: readonly string[] };

/**
 * Reads delimited text record by record without making strings of those that are in order. A record that is not is written anew or kept
 * aside. Blank lines are skipped.
 */
class DelimitedReader {
  private readonly window = new ByteWindow();
  private readonly scanner: RecordScanner;
  private readonly aside: RowsAside;
  private copy: CleanCopy | null = null;
  private named: ColumnNames | null = null;
  private pieces: Piece[] = [];
  private rows = 0;
  private suspect = false;
  private patched = false;
  private headerBytes = 0;

  constructor(private readonly input: DelimitedInput) {
    const { dialect, crEndsLines } = input;
    this.scanner = new RecordScanner(
      { ...dialect, crEndsLines },
      input.form ? () => this.takeWithForm(input.form as FormRecorder) : () => this.take(),
    );
    this.aside = new RowsAside(input.asidePath);
  }

  async read(): Promise<{ table: ReadTable; clean: CleanFile; emptyQuoted: ReadonlySet<number> }> {
    const { source, onRows, header } = this.input;
    try {
      for await (const chunk of source) {
        this.window.append(chunk);
        await this.step(false);
        onRows(this.rows);
      }
      await this.step(true);
      const { named, copy } = this;
      if (named === null) throw new Fault('empty-file', 'The file has no line that is not blank.');
      if (this.rows === 0 || copy === null)
        throw new Fault(
          'no-rows',
          this.aside.count > 0 ? `None of the ${this.aside.count} rows fits the header.` : 'The file has a header and nothing below it.',
          { evidence: this.aside.evidence() },
        );
      const clean = await copy.end();
      await this.aside.end();
      const findings = [
        ...this.aside.findings(),
        ...(header.isHeader ? headerFindings(named.repairs) : noHeaderFinding(header)),
        ...mixedLineEndsFinding(this.scanner.lineEnds),
      ];
      const columns = named.names.map((name, position) => ({ position, name, jsonText: false }));
      const table = { rows: this.rows, columns, raggedRows: this.aside.count, findings };
      return { table, clean, emptyQuoted: this.scanner.emptyQuoted };
    } catch (error) {
      await this.copy?.destroy();
      await this.aside.destroy();
      throw error;
    }
  }

  /** Cuts what the window holds into records and hands them on. */
  private async step(isLast: boolean): Promise<void> {
    const { window, scanner } = this;
    const complete = isLast
      ? window.length
      : Math.max(
          window.bytes.lastIndexOf(10, window.length - 1),
          this.input.crEndsLines ? window.bytes.lastIndexOf(13, window.length - 1) : -1,
        );
    this.suspect = complete > 0 && !isUtf8(window.bytes.subarray(0, complete));
    scanner.scan(window.bytes, window.length, isLast);
    while (!isLast && scanner.openQuotedBytes(window.length) > this.input.limits.maxCellChars) {
      scanner.breakQuote(window.bytes, window.length);
      scanner.scan(window.bytes, window.length, false);
    }
    const changed = this.patched || !this.input.isRaw();
    for (const piece of this.pieces) {
      if ('cells' in piece) await this.copy?.addCells(piece.cells);
      else await this.copy?.addRun(window.bytes.subarray(piece.run.from, piece.run.to), window.base + piece.run.from, changed);
    }
    this.pieces = [];
    this.patched = false;
    await this.aside.flush();
    const done = scanner.start;
    scanner.moved(done);
    window.drop(done);
    this.input.form?.moved();
    this.checkLength();
  }

  /** @throws Fault `line-too-long`, `cell-too-large` for a record that does not end */
  private checkLength(): void {
    const { window, scanner } = this;
    const { maxCellChars, maxLineChars, maxColumns } = this.input.limits;
    if (window.length <= maxCellChars || scanner.openQuotedBytes(window.length) > 0) return;
    const { line } = scanner;
    const cellStart = window.bytes.lastIndexOf(this.input.dialect.delimiter, window.length - 1) + 1;
    if (window.length - cellStart > maxCellChars) throw this.tooLarge(line);
    if (scanner.cells >= maxColumns) throw this.tooWide(scanner.cells + 1, line);
    if (window.length > maxLineChars)
      throw new Fault('line-too-long', `Line ${line} has more than ${maxLineChars} characters.`, { place: { line } });
  }

  private tooLarge(line: number): Fault {
    return new Fault('cell-too-large', `A cell in the record of line ${line} has more than ${this.input.limits.maxCellChars} characters.`, {
      place: { line },
    });
  }

  private tooWide(cells: number, line: number): Fault {
    return new Fault('too-many-columns', `Line ${line} has ${cells} cells; ${this.input.limits.maxColumns} are allowed.`, {
      place: { line },
    });
  }

  private takeWithForm(form: FormRecorder): void {
    const { scanner, window, rows } = this;
    const { start, end, next, flags } = scanner;
    this.take();
    const wasCr = flags === oddities.crEnd && end > start;
    const place = { start, end, next, wasCr, isOdd: flags !== 0 && flags !== oddities.crEnd };
    if (this.rows === rows) form.skip(window.bytes, place);
    else form.take(window.bytes, window.length, place);
  }

  /** One record that the scanner found. */
  private take(): void {
    const { scanner, window } = this;
    const { start, end, next, cells, flags, line } = scanner;
    if (end === start) return;
    if (flags === oddities.crEnd) {
      window.bytes[next - 1] = 10;
      this.patched = true;
    }
    if (this.named === null) {
      if (isSepLine(window.bytes.toString('utf8', start, Math.min(end, start + 8)))) return;
      this.begin();
      if (this.input.header.isHeader) return;
    }
    const isSound = (flags === 0 || flags === oddities.crEnd) && next - start <= this.input.limits.maxCellChars;
    if (isSound && cells === this.width && (!this.suspect || isUtf8(window.bytes.subarray(start, end)))) {
      this.rows += 1;
      const last = this.pieces.at(-1);
      if (last && 'run' in last && last.run.to === start) last.run.to = next;
      else this.pieces.push({ run: { from: start, to: next } });
      return;
    }
    this.takeOdd(line);
  }

  private get width(): number {
    return this.named?.names.length ?? 0;
  }

  /** Takes the first record for the names of the columns, or counts its cells. */
  private begin(): void {
    const { scanner, window, input } = this;
    const { start, end, next, line } = scanner;
    const text = window.bytes.toString('utf8', start, end);
    if (scanner.cells > input.limits.maxColumns) throw this.tooWide(scanner.cells, line);
    const cells = cellsOf(text, input.dialect.delimiter, input.dialect.quote);
    if (cells === null)
      throw new Fault('broken-quotes', `The first row, on line ${line}, has a quote that is never closed, or text after a closing one.`, {
        place: { line },
      });
    const { isHeader } = input.header;
    this.named = uniqueNames(isHeader ? cells : cells.map(() => ''));
    input.form?.begin(this.named.names);
    const plain = isHeader && scanner.flags !== 0 ? null : input.plain;
    const dataStart = window.base + (isHeader ? next : start);
    this.headerBytes = isHeader && window.base + start === 0 ? next : 0;
    this.copy = new CleanCopy(input.cleanPath, input.dialect, plain, this.width, this.headerBytes, dataStart);
  }

  /** Keeps a record aside, or writes it anew where it only would confuse other readers. */
  private takeOdd(line: number): void {
    const { scanner, window, input } = this;
    const { start, end, flags } = scanner;
    if (scanner.cells > input.limits.maxColumns) throw this.tooWide(scanner.cells, line);
    const bytes = window.bytes.subarray(start, end);
    const text = bytes.toString('utf8');
    const keep = (reason: AsideReason, row: Pick<AsideRow, 'cells' | 'text' | 'bytes'>) => {
      this.aside.add({ line, reason, ...row }, this.rows);
    };
    if (this.suspect && !isUtf8(bytes)) {
      keep('badBytes', { text, bytes: bytes.toString('base64') });
      return;
    }
    if ((flags & oddities.nul) !== 0) {
      keep('nulBytes', { text });
      return;
    }
    const cells = (flags & oddities.brokenQuote) !== 0 ? null : cellsOf(text, input.dialect.delimiter, input.dialect.quote);
    if (cells === null) {
      keep('brokenQuotes', { text });
      return;
    }
    if (cells.some(({ length }) => length > input.limits.maxCellChars)) throw this.tooLarge(line);
    if (cells.length !== this.width) {
      keep('raggedRows', { cells });
      return;
    }
    this.rows += 1;
    if (this.width === 1 && cells[0] === '') scanner.emptyQuoted.add(0);
    this.pieces.push({ cells });
  }
}

/**
 * Reads delimited text and says which file the columnar reader is to take: the source, where it is in order, or a clean copy of it.
 * @throws Fault `empty-file`, `no-rows`, `broken-quotes`, `too-many-columns`, `cell-too-large`, `line-too-long`, `unsupported-format`
 */
export const readDelimited = (input: DelimitedInput): ReturnType<DelimitedReader['read']> => new DelimitedReader(input).read();
