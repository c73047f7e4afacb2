import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pl from 'nodejs-polars';
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

const readAll = async (path: string, rows: number, width: number) => {
  const reader = new TextReader(path, rows, width);
  const columns: (string | null)[][] = Array.from({ length: width }, () => []);
  for (const [from, to] of reader.groups())
    for await (const { firstRow, columns: chunks } of reader.slabs(from, to))
      for (const [at, { length, validity, offsets, data }] of chunks.entries()) {
        expect(columns[from + at]).toHaveLength(firstRow);
        for (let row = 0; row < length; row += 1) {
          const isThere = validity === null || (validity[row >> 3]! & (1 << (row & 7))) !== 0;
          columns[from + at]!.push(isThere ? decoder.decode(data.subarray(offsets[row * 2], offsets[row * 2 + 2])) : null);
        }
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

it('reads a wide table in few reads', () => {
  expect(new TextReader('', 10, 1000).groups()).toHaveLength(4);
  expect(new TextReader('', 1_000_000, 3).groups()).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
});
