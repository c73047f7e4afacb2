import type { Dialect, Ingest } from '@millrace/contracts';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { DataFrame } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';

/** Rows in slices, so that no more than one slice of them is ever a JavaScript object. */
const sliceRows = 20_000;

const csvCell = (value: string | null, { delimiter, quote }: Dialect): string => {
  if (value === null) return '';
  const special = value === '' || value.includes(delimiter) || /[\r\n]/.test(value) || (quote !== '' && value.includes(quote));
  return special ? `${quote}${value.replaceAll(quote, quote + quote)}${quote}` : value;
};

const json = /^(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|[[{].*)$/s;

const jsonCell = (value: string | null, isText: boolean): string => {
  if (value === null) return 'null';
  if (isText || !json.test(value)) return JSON.stringify(value);
  return value;
};

const encode = (text: string, encoding: Dialect['encoding']): Buffer => {
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  return Buffer.from(text, encoding === 'utf-16le' ? 'utf16le' : encoding === 'utf-8' ? 'utf8' : 'latin1');
};

const csv = ({ columns, dialect }: Ingest) => {
  const written: Dialect = dialect ?? { delimiter: ',', quote: '"', lineEnd: '\n', header: true, encoding: 'utf-8', bom: false };
  const line = (cells: readonly (string | null)[]) =>
    `${cells.map((value) => csvCell(value, written)).join(written.delimiter)}${written.lineEnd}`;
  const header = `${written.bom ? '\uFEFF' : ''}${written.header ? line(columns.map(({ name }) => name)) : ''}`;
  return { header: encode(header, written.encoding), row: (cells: readonly (string | null)[]) => line(cells), encoding: written.encoding };
};

const ndjson = ({ columns }: Ingest) => ({
  header: Buffer.alloc(0),
  row: (cells: readonly (string | null)[]) =>
    `{${columns.map(({ name, jsonText }, at) => `${JSON.stringify(name)}:${jsonCell(cells[at] ?? null, jsonText)}`).join(',')}}\n`,
  encoding: 'utf-8' as const,
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

export const writeOutput = async (frame: DataFrame, ingest: Ingest, path: string): Promise<void> => {
  const { header, row, encoding } = outputOf(ingest).mediaType === 'text/csv' ? csv(ingest) : ndjson(ingest);
  const out = createWriteStream(path);
  out.write(header);
  const names = ingest.columns.map(({ position }) => cell(position));
  const rows = frame.height;
  for (let at = 0; at < rows; at += sliceRows) {
    const slice = frame.slice(at, sliceRows).toRecords() as Record<string, string | null>[];
    const text = slice.map((record) => row(names.map((name) => record[name] ?? null))).join('');
    if (!out.write(encode(text, encoding))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
};
