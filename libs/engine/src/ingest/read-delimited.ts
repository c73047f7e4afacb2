import { Fault, type Dialect } from '@millrace/contracts';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { CleanCsvWriter } from './clean-csv-writer';
import { uniqueNames } from './column-names';
import { CsvReader, type CsvRecord } from './csv-records';
import { decodedLines } from './decoded-lines';
import type { IngestLimits } from './limits';
import { RaggedRows, structuralFindings } from './structural-findings';
import type { ReadTable } from './read-table';

interface DelimitedInput {
  readonly source: AsyncIterable<Uint8Array>;
  readonly dialect: Dialect;
  readonly limits: IngestLimits;
  readonly cleanPath: string;
  /** NDJSON of the rows that do not fit the header, written only when there are some. */
  readonly asidePath: string;
  readonly onRows: (rows: number) => void;
}

/** Reads delimited text into a clean CSV file. Blank lines are skipped; an empty cell is absent. */
export const readDelimited = async ({ source, dialect, limits, cleanPath, asidePath, onRows }: DelimitedInput): Promise<ReadTable> => {
  const reader = new CsvReader(dialect, limits);
  const ragged = new RaggedRows();
  const state = {
    rows: 0,
    names: null as string[] | null,
    repaired: [] as string[],
    writer: null as CleanCsvWriter | null,
    aside: null as WriteStream | null,
  };
  const begin = (record: CsvRecord): boolean => {
    const unique = uniqueNames(dialect.header ? record.cells : record.cells.map(() => ''));
    state.names = unique.names;
    state.repaired = dialect.header ? unique.repaired.map((position) => unique.names[position] ?? '') : [];
    state.writer = new CleanCsvWriter(cleanPath, unique.names.length);
    return dialect.header;
  };
  const add = (record: CsvRecord) => {
    if (state.names === null && begin(record)) return;
    const width = state.names?.length ?? 0;
    if (record.cells.length !== width) {
      ragged.add(record.line);
      state.aside ??= createWriteStream(asidePath);
      state.aside.write(`${JSON.stringify({ line: record.line, cells: record.cells })}\n`);
      return;
    }
    state.rows += 1;
    // Other readers take a quote in a bare cell for a broken one, and a CR for the end of a line.
    const asItIs = record.plain !== null && dialect.delimiter === ',' && !record.plain.includes('"') && !record.plain.includes('\r');
    if (asItIs) state.writer?.addLine(record.plain);
    else state.writer?.addCells(record.cells.map((cell) => (cell === '' ? null : cell)));
  };
  try {
    let first = dialect.bom;
    for await (const lines of decodedLines(source, dialect, limits)) {
      for (let text of lines) {
        if (first && text.startsWith('\uFEFF')) text = text.slice(1);
        first = false;
        const record = reader.push(text);
        // One empty cell is a blank line, also inside a table of one column.
        if (record && !(record.cells.length === 1 && record.cells[0] === '')) add(record);
      }
      await state.writer?.flush();
      onRows(state.rows);
    }
    reader.end();
    if (state.names === null) throw new Fault('empty-file', 'The file has no line that is not blank.');
    if (state.rows === 0)
      throw new Fault(
        'no-rows',
        ragged.count > 0
          ? `None of the ${ragged.count} rows has the header's number of cells.`
          : 'The file has a header and nothing below it.',
      );
    await state.writer?.end();
    if (state.aside) {
      state.aside.end();
      await once(state.aside, 'finish');
    }
  } catch (error) {
    state.writer?.destroy();
    throw error;
  }
  const columns = state.names.map((name, position) => ({ position, name, jsonText: false }));
  return { rows: state.rows, columns, raggedRows: ragged.count, findings: structuralFindings(ragged, columns.length, state.repaired) };
};
