import { Fault, type Dialect } from '@millrace/contracts';
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { CleanCsvWriter } from './clean-csv-writer';
import { decodedLines } from './decoded-lines';
import type { IngestLimits } from './limits';
import type { ReadTable } from './read-table';

interface JsonInput {
  readonly source: AsyncIterable<Uint8Array>;
  readonly dialect: Dialect;
  readonly limits: IngestLimits;
  readonly cleanPath: string;
  readonly onRows: (rows: number) => void;
}

interface JsonColumn {
  readonly position: number;
  jsonText: boolean;
}

/** Deeper nesting overflows the stack of parsers further on; cheap to see without parsing. */
const checkDepth = (text: string, line: number, maxDepth: number) => {
  let [depth, inString] = [0, false];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92) at += 1;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 91 || code === 123) {
      depth += 1;
      if (depth > maxDepth) throw new Fault('too-deep', `Line ${line} is nested deeper than ${maxDepth} levels.`, { place: { line } });
    } else if (code === 93 || code === 125) depth -= 1;
  }
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const number = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Numbers as they are written: JSON.parse would round those over 2^53. Needs the reviver's source text. */
const parseExact = (text: string): unknown =>
  JSON.parse(text, ((_: string, value: unknown, context: { source?: string }) =>
    typeof value === 'number' && context.source !== undefined && number.test(context.source) ? new ExactNumber(context.source) : value) as (
    key: string,
    value: unknown,
  ) => unknown);

class ExactNumber {
  constructor(readonly source: string) {}
  toJSON(): number {
    return Number(this.source);
  }
}

const cellOf = (value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  if (value instanceof ExactNumber) return value.source;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/**
 * Reads JSON lines, one object a line, into a clean CSV file. Columns are the keys of the first level in order of first
 * sight; a nested value is its JSON text. Two passes: the keys must be known before the first row is written.
 */
export const readNdjson = async ({ source, dialect, limits, cleanPath, onRows }: JsonInput): Promise<ReadTable> => {
  const columns = new Map<string, JsonColumn>();
  const spoolPath = `${cleanPath}.rows`;
  const spool = createWriteStream(spoolPath);
  let [rows, line, first] = [0, 0, true];
  for await (const lines of decodedLines(source, dialect, limits)) {
    let batch = '';
    for (let text of lines) {
      line += 1;
      if (first && text.startsWith('\uFEFF')) text = text.slice(1);
      first = false;
      if (text.trim() === '') continue;
      if (text.length > limits.maxCellChars)
        throw new Fault('cell-too-large', `Line ${line} has more than ${limits.maxCellChars} characters.`, { place: { line } });
      batch += `${JSON.stringify(toCells(text, line, columns, limits))}\n`;
      rows += 1;
    }
    if (!spool.write(batch)) await once(spool, 'drain');
    onRows(rows);
  }
  spool.end();
  await once(spool, 'finish');
  if (line === 0 || rows === 0) throw new Fault('empty-file', 'The file has no line that is not blank.');
  if (columns.size === 0) throw new Fault('no-rows', 'No object has a key.');
  await writeClean(spoolPath, cleanPath, columns.size);
  const described = [...columns].map(([name, { position, jsonText }]) => ({ position, name, jsonText }));
  return { rows, columns: described, raggedRows: 0, findings: [] };
};

const toCells = (text: string, line: number, columns: Map<string, JsonColumn>, limits: IngestLimits): (string | null)[] => {
  checkDepth(text, line, limits.maxJsonDepth);
  let value: unknown;
  try {
    value = parseExact(text);
  } catch (error) {
    throw new Fault('unreadable-json', `Line ${line} is not JSON.`, { place: { line }, cause: error });
  }
  if (!isObject(value)) throw new Fault('unreadable-json', `Line ${line} is not a JSON object.`, { place: { line } });
  const cells: (string | null)[] = [];
  for (const [name, item] of Object.entries(value)) {
    let column = columns.get(name);
    if (!column) {
      if (columns.size >= limits.maxColumns)
        throw new Fault('too-many-columns', `Line ${line} brings more than ${limits.maxColumns} keys.`, { place: { line } });
      column = { position: columns.size, jsonText: false };
      columns.set(name, column);
    }
    if (typeof item === 'string') column.jsonText = true;
    cells[column.position] = cellOf(item);
  }
  return Array.from(cells, (cell) => cell ?? null);
};

const writeClean = async (spoolPath: string, cleanPath: string, width: number) => {
  const writer = new CleanCsvWriter(cleanPath, width);
  for await (const text of createInterface({ input: createReadStream(spoolPath) })) {
    const cells = JSON.parse(text) as (string | null)[];
    writer.addCells(Array.from({ length: width }, (_, at) => cells[at] ?? null));
    await writer.flush();
  }
  await writer.end();
};

/** Reads a JSON array of objects by taking its elements apart first; held in memory whole, so its size is bounded. */
export async function* arrayAsLines(source: AsyncIterable<Uint8Array>, limits: IngestLimits): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > 4 * limits.maxLineChars)
      throw new Fault('line-too-long', 'A JSON array of this size cannot be read.', {
        advice: 'Write it as JSON lines: one object a line.',
      });
  }
  const text = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  checkDepth(text, 1, limits.maxJsonDepth);
  let items: unknown;
  try {
    items = parseExact(text);
  } catch (error) {
    throw new Fault('unreadable-json', 'The document is not JSON.', { cause: error });
  }
  if (!Array.isArray(items)) throw new Fault('unreadable-json', 'The document is not an array of objects.');
  for (const item of items as unknown[]) yield Buffer.from(`${stringifyExact(item)}\n`);
}

const stringifyExact = (value: unknown): string => {
  if (value instanceof ExactNumber) return value.source;
  if (Array.isArray(value)) return `[${value.map(stringifyExact).join(',')}]`;
  if (isObject(value))
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}:${stringifyExact(item)}`)
      .join(',')}}`;
  return JSON.stringify(value);
};
