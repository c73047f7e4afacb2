import type { Profile } from '@millrace/contracts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import pl from 'nodejs-polars';
import { ingest } from '../ingest/ingest';
import { workbookFile } from '../ingest/testing/zip-file';
import { profileColumns } from '../relations/testing/profile-rows';
import { profile } from './profile';

/** Files with one column `x` of texts and one of row numbers. */
const rowOf = (number: number, ...cells: string[]) =>
  `<row r="${number}">${cells.map((cell, at) => `<c r="${'AB'[at]}${number}" t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;
const csvOf = (cells: readonly string[], delimiter = ',') =>
  `x${delimiter}row\n${cells.map((cell, row) => `${cell}${delimiter}${row}\n`).join('')}`;
const jsonOf = (cells: readonly string[]) => cells.map((x, row) => JSON.stringify({ x, row }));
const formats: Record<string, (cells: readonly string[]) => string | Buffer> = {
  CSV: csvOf,
  'TSV as gzip': (cells) => gzipSync(csvOf(cells, '\t')),
  'CSV in UTF-16 as zstd': (cells) => zstdCompressSync(Buffer.from(`\uFEFF${csvOf(cells, ';')}`, 'utf16le')),
  'JSON lines': (cells) => jsonOf(cells).join('\n'),
  'a JSON array': (cells) => `[${jsonOf(cells).join(',\n')}]`,
  Parquet: (cells) => pl.DataFrame({ x: [...cells], row: cells.map((_, row) => row) }).writeParquet(),
  'a workbook': (cells) =>
    workbookFile({
      sheets: {
        S: `<sheetData>${rowOf(1, 'x', 'row')}${cells.map((cell, row) => rowOf(row + 2, cell, String(row))).join('')}</sheetData>`,
      },
    }),
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'text-first-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The profile of the column `x` after it was read from a file, and its cells as every later stage finds them. */
const read = async (format: string, cells: readonly string[]): Promise<{ column: Profile['columns'][number]; kept: (string | null)[] }> => {
  const workingCopyPath = join(folder, 'working.parquet');
  await writeFile(join(folder, 'in'), formats[format]!(cells));
  const account = await ingest({
    sourcePath: join(folder, 'in'),
    options: {},
    outputPath: workingCopyPath,
    asidePath: join(folder, 'aside'),
  });
  const { columns } = await profile({ workingCopyPath, ingest: account });
  const kept = pl.readParquet(workingCopyPath).getColumn('c0').toArray() as (string | null)[];
  return { column: columns[0]!, kept };
};
const means = ({ semantic }: Profile['columns'][number]): string[] => semantic.filter(({ confirmed }) => confirmed).map(({ type }) => type);

describe.each(Object.keys(formats))('text first, in %s', (format) => {
  it('ten thousand integers, then five thousand codes: no value lost, text, with the evidence', async () => {
    const cells = Array.from({ length: 15_000 }, (_, at) => (at < 10_000 ? String(at + 1) : `A${at}`));
    const { column, kept } = await read(format, cells);
    expect(kept).toEqual(cells);
    expect(column).toMatchObject({
      kind: 'text',
      metrics: { count: 15_000, nullCount: 0, distinctCount: 15_000 },
      evidence: { candidate: 'integer', fits: 10_000, misfits: 5000, misfitRows: Array.from({ length: 10 }, (_, at) => 10_000 + at) },
    });
  });

  it('leading zeros, signs, exponents and digits beyond a double stay as they are', async () => {
    for (const cells of [
      ['01234', '00007', '90210'],
      ['+49', '-0', '007'],
      ['1e5', '2E7'],
      ['9007199254740993', '0.1000000000000000055511151231'],
    ]) {
      const { column, kept } = await read(format, cells);
      expect(kept).toEqual(cells);
      expect(column.top.map(({ value }) => value).toSorted()).toEqual(cells.toSorted());
    }
    expect((await read(format, ['01234', '00007'])).column.kind).toBe('identifier');
  });

  it('the order of days and months is decided once for a column', async () => {
    const january = (day: number) => Date.UTC(2024, 0, day);
    expect((await read(format, ['13/01/2024', '02/01/2024'])).column).toMatchObject({
      kind: 'date',
      evidence: { dateOrder: 'dayFirst', isOrderGuessed: false, fits: 2, misfits: 0 },
      metrics: { min: january(2), max: january(13) },
    });
    expect((await read(format, ['02/01/2024', '01/13/2024'])).column).toMatchObject({
      kind: 'date',
      evidence: { dateOrder: 'monthFirst', isOrderGuessed: false, fits: 2, misfits: 0 },
      metrics: { min: january(13), max: Date.UTC(2024, 1, 1) },
    });
    expect((await read(format, ['02/01/2024', '03/04/2024'])).column.evidence).toMatchObject({ isOrderGuessed: true });
    // No one order fits both: the column is not read in two.
    expect((await read(format, ['13/01/2024', '01/13/2024'])).column).toMatchObject({
      kind: expect.not.stringMatching('date'),
      evidence: { misfits: 1 },
    });
  });

  it('dates are no phone numbers; cards and IBANs are told by their checksums alone', async () => {
    for (const dates of [
      ['2024-01-31', '2024-02-01', '1999-12-31'],
      ['20240131', '20240201', '19991231'],
      ['31.01.2024', '01.02.2024'],
    ])
      expect(means((await read(format, dates)).column)).toEqual([]);
    expect(means((await read(format, ['4111111111111111', '5500000000000004', '340000000000009'])).column)).toContain('payment-card');
    expect(means((await read(format, ['4111111111111112', '5500000000000005', '340000000000008'])).column)).toEqual([]);
    expect(means((await read(format, ['DE89370400440532013000', 'GB29NWBK60161331926819'])).column)).toContain('iban');
    expect(means((await read(format, ['DE88370400440532013000', 'GB28NWBK60161331926819'])).column)).toEqual([]);
  });
});

it('takes codes of which some begin with a zero for what they are, and F and M for no truth values', async () => {
  const rows = 400;
  const { columns, findings } = await profileColumns({
    postcode: Array.from({ length: rows }, (_, at) => (at % 4 === 0 ? `0${1000 + at}` : `${20_000 + at * 37}`)),
    gender: Array.from({ length: rows }, (_, at) => (at % 2 === 0 ? 'M' : 'F')),
  });
  expect(columns[1]).toMatchObject({ kind: 'category', evidence: { misfits: 0 } });
  expect(findings.filter(({ rule }) => rule === 'mixedKind')).toEqual([]);
});
