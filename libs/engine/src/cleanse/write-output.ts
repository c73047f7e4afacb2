import type { Dialect, Ingest } from '@millrace/contracts';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import pl, { type DataFrame } from 'nodejs-polars';
import { frameBytes, releaseAfter } from '../columnar/release-memory';
import { SyncFileSink } from '../columnar/sync-file-sink';
import { cell } from '../ingest/working-copy';
import { assertFitsDialect } from './assert-fits-dialect';
import { csvLine } from './csv-line';
import { encode } from './encode-text';

/** Rows in slices, so that no more than one slice of them is ever a JavaScript object. */
const sliceRows = 20_000;
/** The frame's own writer hands each slice over in one piece. */
const nativeRows = 50_000;

const plainDialect: Dialect = { delimiter: ',', quote: '"', lineEnd: '\n', header: true, encoding: 'utf-8', bom: false };

const json = /^(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|[[{].*)$/s;

const jsonCell = (value: string | null, isText: boolean): string => {
  if (value === null) return 'null';
  if (isText || !json.test(value)) return JSON.stringify(value);
  return value;
};

const csv = ({ columns, dialect }: Ingest) => {
  const written = dialect ?? plainDialect;
  const line = (cells: readonly (string | null)[]) => csvLine(cells, written);
  const header = `${written.bom ? '\uFEFF' : ''}${written.header ? line(columns.map(({ name }) => name)) : ''}`;
  const fits = (rows: readonly (readonly (string | null)[])[], from: number) =>
    assertFitsDialect(rows, columns.map(({ name }) => name), written, from); // prettier-ignore
  return { header: encode(header, written.encoding), row: line, encoding: written.encoding, fits };
};

const ndjson = ({ columns }: Ingest) => ({
  header: Buffer.alloc(0),
  row: (cells: readonly (string | null)[]) =>
    `{${columns.map(({ name, jsonText }, at) => `${JSON.stringify(name)}:${jsonCell(cells[at] ?? null, jsonText)}`).join(',')}}\n`,
  encoding: 'utf-8' as const,
  fits: () => undefined,
});

export interface Output {
  readonly fileName: string;
  readonly mediaType: string;
}

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
    for (let at = 0, rows = frame.height; at < rows; at += nativeRows) {
      frame
        .lazy()
        .select(names.length === 1 ? pl.col([...names]).fillNull(pl.lit('')) : pl.col([...names]))
        .slice(at, nativeRows)
        .collectSync()
        .writeCSV(sink as never, { includeHeader: false, separator: delimiter, quoteChar: quote, lineTerminator: lineEnd } as never);
      await releaseAfter(frameBytes(frame));
    }
  } finally {
    sink.close();
  }
};

/**
 * @param isMore whether the rows go behind those that the file has already
 * @throws Fault `does-not-fit-dialect` for a cell that the form of the table cannot hold
 */
export const writeOutput = async (frame: DataFrame, ingest: Ingest, path: string, isMore = false): Promise<void> => {
  const { header, row, encoding, fits } = outputOf(ingest).mediaType === 'text/csv' ? csv(ingest) : ndjson(ingest);
  const names = ingest.columns.map(({ position }) => cell(position));
  if (outputOf(ingest).mediaType === 'text/csv' && isNative(ingest.dialect ?? plainDialect)) {
    await writeNatively(frame, ingest.dialect ?? plainDialect, header, names, path, isMore);
    return;
  }
  const out = createWriteStream(path, { flags: isMore ? 'a' : 'w' });
  if (!isMore) out.write(header);
  const rows = frame.height;
  for (let at = 0; at < rows; at += sliceRows) {
    const slice = frame.slice(at, sliceRows).toRecords() as Record<string, string | null>[];
    const cells = slice.map((record) => names.map((name) => record[name] ?? null));
    fits(cells, at);
    const text = cells.map(row).join('');
    if (!out.write(encode(text, encoding))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
};
