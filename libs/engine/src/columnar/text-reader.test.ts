import fc from 'fast-check';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pl from 'nodejs-polars';
import type { TextChunk } from './text-chunk';
import { TextReader } from './text-reader';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reader-'));
});
afterAll(() => rm(folder, { recursive: true }));

const decoder = new TextDecoder();
const write = (columns: (string | null)[][], rowGroupSize = 100_000): string => {
  const path = join(folder, `${Math.random()}.parquet`);
  const frame = pl.DataFrame(columns.map((values, at) => pl.Series(`c${at}`, values, pl.Utf8)));
  frame.lazy().sinkParquet(path, { rowGroupSize }).collectSync();
  return path;
};

/** Equal numbers must be equal texts, too. */
const textsOf = ({ length, places, data, codes }: TextChunk): (string | null)[] => {
  const texts = new Map<number, string | null>();
  return Array.from({ length }, (_, at) => {
    const text = places[at * 2]! < 0 ? null : decoder.decode(data.subarray(places[at * 2], places[at * 2 + 1]));
    if (codes !== null) {
      expect(texts.get(codes[at]!) ?? text).toBe(text);
      texts.set(codes[at]!, text);
    }
    return text;
  });
};

const readAll = async (path: string, rows: number, width: number) => {
  const reader = new TextReader(path, rows, width);
  const columns: (string | null)[][] = Array.from({ length: width }, () => []);
  for (const [position, cells] of columns.entries())
    for await (const { firstRow, chunk } of reader.column(position)) {
      expect(cells).toHaveLength(firstRow);
      cells.push(...textsOf(chunk));
    }
  return { columns, reader };
};

it('brings every cell as it is, absent ones too', async () => {
  const cell = fc.option(fc.string({ unit: 'binary', maxLength: 30 }), { freq: 3 });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 40 }),
      fc.infiniteStream(cell),
      async (width, rows, cells) => {
        const columns = Array.from({ length: width }, () => Array.from({ length: rows }, () => cells.next().value));
        expect((await readAll(write(columns), rows, width)).columns).toEqual(columns);
      },
    ),
    { numRuns: 40 },
  );
});

it('reads a long table in chunks, and each cell once', async () => {
  const rows = 250_001;
  const columns = [
    Array.from({ length: rows }, (_, at) => `value ${at}`),
    Array.from({ length: rows }, (_, at) => (at % 3 === 0 ? null : `${at}`)),
  ];
  const { columns: read, reader } = await readAll(write(columns), rows, 2);
  expect(read).toEqual(columns);
  expect(reader.cellsRead).toBe(rows * 2);
  expect(reader.cellAt(200_001, 0)).toBe('value 200001');
});

it('gives the memory of a page back before it reads the next', async () => {
  const rows = 250_001;
  const reader = new TextReader(write([Array.from({ length: rows }, (_, at) => `value ${at}`)]), rows, 1);
  const pages: Uint8Array[] = [];
  for await (const { chunk } of reader.column(0)) {
    expect(chunk.data.byteLength).toBeGreaterThan(0);
    expect(pages.every(({ byteLength }) => byteLength === 0)).toBe(true);
    // Small ones share their memory with others.
    if (chunk.dictionary === null && chunk.data.byteLength > Buffer.poolSize) pages.push(chunk.data);
  }
  expect(pages.length).toBeGreaterThan(1);
});

it('brings the cells of several columns row by row, whatever their pages are', async () => {
  const rows = 40_000;
  const columns = [
    Array.from({ length: rows }, (_, at) => `${'long text '.repeat(12)}${at}`),
    Array.from({ length: rows }, (_, at) => (at % 7 === 0 ? null : `few ${at % 5}`)),
    Array.from({ length: rows }, (_, at) => (at < 20_000 ? `few ${at % 3}` : `many ${at * 7919}`)),
  ];
  const reader = new TextReader(write(columns, 15_000), rows, 3);
  const read: (string | null)[][] = [[], []];
  for await (const chunks of reader.columns([2, 0])) {
    expect(new Set(chunks.map(({ length }) => length)).size).toBe(1);
    for (const [at, chunk] of chunks.entries()) read[at]!.push(...textsOf(chunk));
  }
  expect(read).toEqual([columns[2], columns[0]]);
  expect([0, 14_999, 15_000, 39_999].map((row) => reader.cellAt(row, 1))).toEqual(
    [0, 14_999, 15_000, 39_999].map((row) => columns[1]![row]),
  );
});

it('numbers texts that come again and again', async () => {
  const columns = [Array.from({ length: 10_000 }, (_, at) => `state ${at % 4}`)];
  const reader = new TextReader(write(columns), 10_000, 1);
  const sizes: unknown[] = [];
  for await (const { chunk } of reader.column(0)) sizes.push(chunk.dictionary?.size, new Set(chunk.codes).size);
  expect(sizes.slice(0, 1)).toEqual([4]);
});

it.each([
  ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 20)],
  ['changed within a page', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 60), Buffer.alloc(40, 0xff), bytes.subarray(100)])],
])('says so of a copy that was %s', async (_, damage) => {
  const path = write([Array.from({ length: 1000 }, (__, at) => `value ${at}`)]);
  await writeFile(path, damage(await readFile(path)));
  await expect(readAll(path, 1000, 1)).rejects.toMatchObject({ code: 'internal' });
});
