import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as ZipFiles from '../../libs/engine/src/ingest/testing/zip-file.ts';
import pl from 'nodejs-polars';
import { type Chance } from './random.mts';

export const { workbookFile, zipFile } = createRequire(import.meta.url)(
  '../../dist/libs/engine/src/ingest/testing/zip-file.js',
) as typeof ZipFiles;

type Cell = string | number | boolean | null;

const words = ['amber', 'birch', 'Käse', '日本', '😀', "O'Neil", 'a "b" c', 'x, y', 'two\nlines', 'N/A', '-', ''];

const cellOf = (chance: Chance, column: number): Cell => {
  switch (column % 7) {
    case 0:
      return chance.below(1e6);
    case 1:
      return chance.pick(words);
    case 2:
      return Number((chance.share() * 1000).toFixed(2));
    case 3:
      return `20${String(10 + chance.below(15))}-0${1 + chance.below(9)}-1${chance.below(10)}`;
    case 4:
      return chance.share() < 0.5;
    case 5:
      return `user${chance.below(1e4)}@example.org`;
    default:
      return chance.share() < 0.3 ? null : `0${chance.below(1e4)}`;
  }
};

const table = (chance: Chance): { names: string[]; rows: Cell[][] } => {
  const width = 1 + chance.below(9);
  const names = Array.from({ length: width }, (_, at) => `name ${at}`);
  return { names, rows: Array.from({ length: 1 + chance.below(60) }, () => names.map((_, at) => cellOf(chance, at))) };
};

const delimited = (chance: Chance, delimiter: string): Buffer => {
  const { names, rows } = table(chance);
  const lineEnd = chance.pick(['\n', '\n', '\r\n', '\r']);
  const write = (cell: Cell) => {
    const text = cell === null ? '' : String(cell);
    return /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const text = [names, ...rows].map((row) => row.map(write).join(delimiter)).join(lineEnd) + chance.pick(['', lineEnd]);
  const encoding = chance.pick(['utf8', 'utf8', 'utf8', 'utf16le', 'latin1'] as const);
  return Buffer.from(chance.share() < 0.1 ? `\uFEFF${text}` : text, encoding);
};

const objects = (chance: Chance): string[] => {
  const { names, rows } = table(chance);
  return rows.map((row) =>
    JSON.stringify(Object.fromEntries(names.map((name, at) => [name, at % 5 === 4 ? { nested: [row[at]] } : row[at]]))),
  );
};

const parquet = (chance: Chance): Buffer => {
  const { names, rows } = table(chance);
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  try {
    const columns = Object.fromEntries(
      names.map((name, at) => [name, rows.map((row) => (at % 2 === 0 ? Number(row[at] ?? 0) || at : String(row[at] ?? '')))]),
    );
    pl.DataFrame(columns).writeParquet(join(folder, 'p'), { compression: chance.pick(['zstd', 'snappy', 'uncompressed'] as const) });
    return readFileSync(join(folder, 'p'));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const workbook = (chance: Chance): Buffer => {
  const { names, rows } = table(chance);
  const shared: string[] = [];
  const write = (cell: Cell, row: number, column: number): string => {
    const reference = `${String.fromCharCode(65 + column)}${row + 1}`;
    if (cell === null) return '';
    if (typeof cell === 'number') return `<c r="${reference}" s="${chance.below(2)}"><v>${cell}</v></c>`;
    if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${Number(cell)}</v></c>`;
    if (chance.share() < 0.5) return `<c r="${reference}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
    shared.push(`<si><t>${escaped(cell)}</t></si>`);
    return `<c r="${reference}" t="s"><v>${shared.length - 1}</v></c>`;
  };
  const lines = [names, ...rows].map(
    (cells, row) => `<row r="${row + 1}">${cells.map((cell, column) => write(cell, row, column)).join('')}</row>`,
  );
  return workbookFile({
    sheets: { One: `<sheetData>${lines.join('')}</sheetData>`, Two: '<sheetData/>' },
    shared: shared.join(''),
    styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
  });
};

/** A sound file of each format, another one for every chance. */
export const samples = {
  csv: (chance: Chance) => delimited(chance, chance.pick([',', ';', '|'])),
  tsv: (chance: Chance) => delimited(chance, '\t'),
  ndjson: (chance: Chance) => Buffer.from(`${objects(chance).join('\n')}\n`),
  json: (chance: Chance) => Buffer.from(`[${objects(chance).join(chance.pick([',', ',\n  ']))}]`),
  parquet,
  xlsx: workbook,
} as const;
export type Format = keyof typeof samples;
