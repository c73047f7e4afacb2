import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GrowingKeys, numberIn } from './growing-keys';
import { KeyedRows, recordWords } from './keyed-rows';
import { SpillFolder } from './spill-folder';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyed-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('rows of one key are read back in their order, a few at a time however many there are', () => {
  const rows = 50_000;
  const keyed = new KeyedRows(new SpillFolder(folder, 1e9), 8);
  for (let row = 0; row < rows; row += 1) keyed.add(row, Int32Array.of(7, 8, 9), row % 3 === 0 ? null : Int32Array.of(row, 1, 2));
  let longest = 0;
  const seen: number[] = [];
  for (const part of keyed.parts())
    for (const again of [false, true])
      for (const records of part.blocks()) {
        longest = Math.max(longest, records.length / recordWords);
        for (let at = 0; at < records.length && again; at += recordWords) seen.push(records[at]!);
      }
  expect(seen).toEqual(Array.from({ length: rows }, (_, row) => row));
  expect(longest).toBeLessThan(5000);
});

test('keys keep their numbers while their table grows', () => {
  const keys = new GrowingKeys(3, 10_000);
  const added = Array.from({ length: 10_000 }, (_, at) => numberIn(keys, at % 5, at, 0, at * 3));
  expect(added).toEqual(Array.from({ length: 10_000 }, (_, at) => at));
  expect(keys.size).toBe(10_000);
  expect(numberIn(keys, 4, 999, 0, 2997)).toBe(999);
  expect(keys.first(999)).toBe(4);
});
