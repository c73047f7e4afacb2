import type { Dialect, Ingest, OutputFormat } from '@millrace/contracts';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { rowGroupSize, cell } from '../ingest/working-copy';
import { releaseMemory } from '../columnar/release-memory';
import { writeOutput } from '../cleanse/write-output';
import type { SheetCell } from '../output/sheet-xml';
import { writeWorkbook } from '../output/write-workbook';
import { formulaSafe, formulaSafeText } from './formula-safe';
import { plainNumbers } from './plain-numbers';

/** A table whose columns are called `c0` … `cN`, and what they are called in truth. */
export interface NamedTable {
  readonly table: LazyDataFrame;
  readonly rows: number;
  readonly names: readonly string[];
  /** How the input was read. */
  readonly ingest: Ingest;
}

type Writer<F extends OutputFormat['format']> = (
  from: NamedTable,
  output: Extract<OutputFormat, { format: F }>,
  path: string,
) => Promise<void> | void;

const rowsAtOnce = 20_000;
const rowsInSlice = 100_000;
const positionsOf = ({ names }: NamedTable): string[] => names.map((_, at) => cell(at));
const columnsOf = (names: readonly string[], isText: (at: number) => boolean): Ingest['columns'] =>
  names.map((name, position) => ({ position, name, jsonText: isText(position) }));

/** Writes a table by the writer of its own form, some rows at a time: what is held does not grow with it. */
const writeSlices = async ({ table, rows }: NamedTable, written: Ingest, path: string): Promise<void> => {
  await writeFile(path, '');
  const part = `${path}.part`;
  for (let at = 0; at === 0 || at < rows; at += rowsInSlice) {
    const dialect = written.dialect && { ...written.dialect, ...(at > 0 && { header: false, bom: false }) };
    await writeOutput(table.slice(at, rowsInSlice).collectSync(), { ...written, dialect }, part);
    await pipeline(createReadStream(part), createWriteStream(path, { flags: 'a' }));
    await releaseMemory();
  }
  await rm(part, { force: true });
};

const csv: Writer<'csv'> = async (from, { delimiter, quote, lineEnd, header, encoding, bom, formulas }, path) => {
  const isSafe = formulas === 'escape';
  const table = isSafe ? from.table.select(...positionsOf(from).map((name) => formulaSafe(pl.col(name)).alias(name))) : from.table;
  const dialect: Dialect = { delimiter, quote, lineEnd: lineEnd === 'lf' ? '\n' : '\r\n', header, encoding, bom };
  const names = isSafe ? from.names.map(formulaSafeText) : from.names;
  await writeSlices({ ...from, table }, { ...from.ingest, format: 'csv', dialect, columns: columnsOf(names, () => true) }, path);
};

const ndjson: Writer<'ndjson'> = async (from, _, path) => {
  const numbers = plainNumbers(from.table, positionsOf(from));
  const columns = columnsOf(from.names, (at) => !numbers.has(cell(at)));
  await writeSlices(from, { ...from.ingest, format: 'ndjson', dialect: null, columns }, path);
};

const parquet: Writer<'parquet'> = ({ table, rows, names }, _, path) => {
  table
    .select(...names.map((name, at) => pl.col(cell(at)).alias(name)))
    .sinkParquet(path, { rowGroupSize: rowGroupSize({ width: names.length, rows, bytes: 0 }) })
    .collectSync();
};

async function* sheetRows(from: NamedTable, numbers: ReadonlySet<string>): AsyncGenerator<readonly SheetCell[]> {
  const positions = positionsOf(from);
  yield from.names;
  for (let at = 0; at < from.rows; at += rowsAtOnce) {
    const records = from.table.slice(at, rowsAtOnce).collectSync().toRecords() as Record<string, string | null>[];
    for (const record of records)
      yield positions.map((name) => {
        const value = record[name] ?? null;
        return value !== null && numbers.has(name) ? Number(value) : value;
      });
    await Promise.resolve();
  }
}

const xlsx: Writer<'xlsx'> = (from, _, path) =>
  writeWorkbook(path, [{ name: 'cleansed', rows: sheetRows(from, plainNumbers(from.table, positionsOf(from))) }]);

const writers: { readonly [F in OutputFormat['format']]: { readonly write: Writer<F>; readonly mediaType: string } } = {
  csv: { write: csv, mediaType: 'text/csv' },
  ndjson: { write: ndjson, mediaType: 'application/x-ndjson' },
  parquet: { write: parquet, mediaType: 'application/vnd.apache.parquet' },
  xlsx: { write: xlsx, mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
};

/** The media type of a format. */
export const mediaTypeOf = ({ format }: OutputFormat): string => writers[format].mediaType;

/** Writes a table in a format. @throws Fault `does-not-fit-workbook` */
export const writeAs = async (from: NamedTable, output: OutputFormat, path: string): Promise<void> => {
  const { write } = writers[output.format] as { readonly write: Writer<OutputFormat['format']> };
  await write(from, output, path);
};
