import type { Dialect, Ingest } from '@millrace/contracts';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import pl, { type DataFrame } from 'nodejs-polars';
import { frameBytes, releaseAfter } from '../columnar/release-memory';
import { SyncFileSink } from '../columnar/sync-file-sink';
import type { RowShapes } from '../ingest/row-shapes';
import { cell } from '../ingest/working-copy';
import { assertFitsDialect } from './assert-fits-dialect';
import { csvLine } from './csv-line';
import { encode } from './encode-text';
import { JsonLines, nameColumns } from './json-lines';
import { rowName } from './row-name';

/** Rows in slices, so that no more than one slice of them is ever a JavaScript object. */
const sliceRows = 20_000;
/** The frame's own writer hands each slice over in one piece. */
const nativeRows = 50_000;

const plainDialect: Dialect = { delimiter: ',', quote: '"', lineEnd: '\n', header: true, encoding: 'utf-8', bom: false };

type Cells = readonly (string | null)[];
/** Some rows as bytes. @param at the first of them in its frame @param rows of the input that they are */
type ToBytes = (cells: readonly Cells[], at: number, rows: readonly number[]) => Buffer;

const csv = ({ columns }: Ingest, written: Dialect) => {
  const line = (cells: Cells) => csvLine(cells, written);
  const header = `${written.bom ? '\uFEFF' : ''}${written.header ? line(columns.map(({ name }) => name)) : ''}`;
  const fits = (rows: readonly Cells[], from: number) =>
    assertFitsDialect(rows, columns.map(({ name }) => name), written, from); // prettier-ignore
  return { header: encode(header, written.encoding), row: line, encoding: written.encoding, fits };
};

export interface Output {
  readonly fileName: string;
  readonly mediaType: string;
}

const isCsv = (ingest: Ingest): boolean => outputOf(ingest).mediaType === 'text/csv';

/** The form in which a table is written back: delimited text in its own dialect, JSON as JSON lines, Parquet as CSV. */
export const outputOf = ({ format }: Ingest): Output =>
  format === 'ndjson' || format === 'json'
    ? { fileName: 'cleansed.ndjson', mediaType: 'application/x-ndjson' }
    : { fileName: 'cleansed.csv', mediaType: 'text/csv' };

/** Whether the frame's own writer knows the form: it quotes as `csvLine` does, and makes no object of any cell. */
const isNative = ({ delimiter, quote, encoding }: Dialect): boolean => {
  const isAscii = (text: string) => text.length === 1 && text < '\u0080';
  return encoding === 'utf-8' && isAscii(delimiter) && isAscii(quote);
};

const writeNatively = async (
  frame: DataFrame,
  { delimiter, quote, lineEnd }: Dialect,
  header: Buffer,
  names: readonly string[],
  path: string,
  isMore: boolean,
): Promise<void> => {
  const sink = new SyncFileSink(path, isMore ? 'a' : 'w');
  try {
    if (!isMore) sink.write(header);
    const bytes = frameBytes(frame);
    for (let at = 0, rows = frame.height; at < rows; at += nativeRows) {
      frame
        .lazy()
        .select(names.length === 1 ? pl.col([...names]).fillNull(pl.lit('')) : pl.col([...names]))
        .slice(at, nativeRows)
        .collectSync()
        .writeCSV(sink as never, { includeHeader: false, separator: delimiter, quoteChar: quote, lineTerminator: lineEnd } as never);
      await releaseAfter(bytes);
    }
  } finally {
    sink.close();
  }
};

/** A file that a table is written into, some rows after others. */
export class OutputFile {
  private isMore = false;
  private objects = 0;
  /** Columns that rows have, by position. */
  private readonly seen = new Set<number>();
  private columns: Ingest['columns'] = [];

  /** @param shapes of the rows of the input, where the table came as JSON and they are kept */
  constructor(
    readonly path: string,
    private readonly shapes: RowShapes | null = null,
  ) {}

  /**
   * Writes rows behind those that the file has already.
   * @throws Fault `does-not-fit-dialect` for a cell that the form of the table cannot hold
   */
  async add(frame: DataFrame, ingest: Ingest): Promise<void> {
    const { isMore, path } = this;
    this.columns = ingest.columns;
    this.isMore = true;
    const dialect = ingest.dialect ?? plainDialect;
    const names = ingest.columns.map(({ position }) => cell(position));
    if (!isCsv(ingest)) {
      this.objects += frame.height;
      return this.write(frame, names, Buffer.alloc(0), this.toJson(ingest), isMore);
    }
    const { header, row, encoding, fits } = csv(ingest, dialect);
    if (isNative(dialect)) return writeNatively(frame, dialect, header, names, path, isMore);
    const toBytes: ToBytes = (cells, at) => {
      fits(cells, at);
      return encode(cells.map(row).join(''), encoding);
    };
    return this.write(frame, names, header, toBytes, isMore);
  }

  /** To be awaited when all rows are there: a column that none of them has is named all the same. */
  async end(): Promise<void> {
    const unseen = this.columns.filter(({ position }) => !this.seen.has(position));
    if (this.objects === 0 || unseen.length === 0) return;
    await nameColumns(this.path, unseen.map(({ name }) => name)); // prettier-ignore
  }

  private toJson({ columns }: Ingest): ToBytes {
    const { shapes } = this;
    const lines = new JsonLines(columns, shapes?.width ?? 0, this.seen);
    return (cells, _, rows) => Buffer.from(cells.map((one, at) => lines.row(one, shapes && shapes.of(rows[at] ?? 0))).join(''));
  }

  private async write(frame: DataFrame, names: readonly string[], header: Buffer, toBytes: ToBytes, isMore: boolean): Promise<void> {
    const out = createWriteStream(this.path, { flags: isMore ? 'a' : 'w' });
    if (!isMore) out.write(header);
    for (let at = 0, { height } = frame; at < height; at += sliceRows) {
      const slice = frame.slice(at, sliceRows).toRecords() as Record<string, string | null>[];
      const cells = slice.map((record) => names.map((name) => record[name] ?? null));
      const rows = slice.map((record) => Number(record[rowName]));
      if (!out.write(toBytes(cells, at, rows))) await once(out, 'drain');
    }
    out.end();
    await once(out, 'finish');
  }
}

/** Writes a whole table. @throws Fault as `OutputFile.add` */
export const writeOutput = async (frame: DataFrame, ingest: Ingest, path: string, shapes: RowShapes | null = null): Promise<void> => {
  const file = new OutputFile(path, shapes);
  await file.add(frame, ingest);
  await file.end();
};
