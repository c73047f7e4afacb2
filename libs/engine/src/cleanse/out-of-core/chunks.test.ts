import pl from 'nodejs-polars';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rowName } from '../row-name';
import { Chunks } from './chunks';
import { inGroups } from './testing/in-groups';

const MEBIBYTE = 1024 * 1024;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chunks-'));
});
afterEach(() => rm(folder, { recursive: true }));

const rowsOf = async (chunks: Chunks, names?: readonly string[]) => {
  const found: { height: number; rows: unknown[] }[] = [];
  for await (const frame of chunks.all(names)) found.push({ height: frame.height, rows: frame.toRecords() });
  return found;
};

it('reads all rows once and in order, some groups at a time, or pieces of a group where there is less memory', async () => {
  const path = join(folder, 'w.parquet');
  const texts = Array.from({ length: 1000 }, (_, row) => `text ${row}`);
  pl.DataFrame({ c0: texts, c1: texts.map((_, row) => (row % 3 === 0 ? null : `${row}`)) }).writeParquet(join(folder, 'whole.parquet'));
  inGroups(join(folder, 'whole.parquet'), path, 300);
  const expected = texts.map((c0, row) => ({ [rowName]: row, c0, c1: row % 3 === 0 ? null : `${row}` }));
  const heights = async (chunks: Chunks) => {
    const found = await rowsOf(chunks);
    expect(found.flatMap(({ rows }) => rows)).toEqual(expected);
    return found.map(({ height }) => height);
  };
  expect(await heights(new Chunks(path, 2))).toEqual([300, 300, 300, 100]);
  expect(await heights(new Chunks(path, 2, 2))).toEqual([600, 400]);
  expect(await heights(new Chunks(path, 2, 1, 512 * MEBIBYTE))).toEqual([300, 300, 300, 100]);
  expect(await heights(new Chunks(path, 2, 1, 256 * MEBIBYTE))).toEqual([150, 150, 150, 150, 150, 150, 50, 50]);
  const [first] = await rowsOf(new Chunks(path, 2), ['c1']);
  expect(first?.rows[1]).toEqual({ [rowName]: 1, c1: '1' });
});
