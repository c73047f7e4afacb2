import { comparisonSchema } from '@millrace/contracts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareFiles } from './compare-files';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compare-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

const compared = async (before: string, after: string, options: { json?: boolean; key?: string } = {}) => {
  const paths = [join(folder, 'before.csv'), join(folder, 'after.csv')] as const;
  await writeFile(paths[0], before);
  await writeFile(paths[1], after);
  const lines: string[] = [];
  const hasDrift = await compareFiles(...paths, { json: false, tell: () => undefined, print: (line) => lines.push(line), ...options });
  return { hasDrift, lines };
};
const orders = (city: (at: number) => string, last = 'amount') =>
  `id,city,${last}\n${Array.from({ length: 300 }, (_, at) => `${at},${city(at)},${at % 10}\n`).join('')}`;

it('says that two files are alike', async () => {
  const csv = orders((at) => (at % 2 ? 'Rome' : 'Oslo'));
  expect(await compared(csv, csv)).toEqual({
    hasDrift: false,
    lines: ['300 → 300 rows, 3 columns in both: no drift', '  rows by id: 300 in both, 0 added, 0 removed, 0 changed in 0 cells'],
  });
});

it('says what drifted, why, and which columns and cells changed', async () => {
  const before = orders((at) => (at % 2 ? 'Rome' : 'Oslo'));
  const after = orders((at) => (at % 4 ? 'Rome' : 'Bern'), 'total');
  const { hasDrift, lines } = await compared(before, after);
  expect(hasDrift).toBe(true);
  expect(lines.slice(0, 4)).toEqual([
    '300 → 300 rows, 2 columns in both: drift, in 1 of them',
    '  added: total (integer)',
    '  removed: amount (integer)',
    '  perhaps renamed: amount → total (66.7 % alike)',
  ]);
  expect(lines[4]).toMatch(
    /^ {2}drift: city: Cramér's V effect 0\.\d{3}, adjusted p < 0\.0001: "Oslo" 50\.0 % → 0\.0 %; "Bern" 0\.0 % → 25\.0 %/,
  );
  expect(lines[5]).toBe('  rows by id: 300 in both, 0 added, 0 removed, 150 changed in 150 cells');
});

it('says how many rows a key that repeats leaves unmatched', async () => {
  const { lines } = await compared('a,b\nx,1\nx,2\ny,3\n', 'a,b\nx,1\ny,3\n', { key: 'a' });
  expect(lines.slice(-2)).toEqual([
    '  rows by a: 1 in both, 0 added, 0 removed, 0 changed in 0 cells',
    '  not matched, as their key is not theirs alone: 2 rows before, 1 after',
  ]);
});

it('prints one object of the schema of the API', async () => {
  const { lines } = await compared('a,b\n1,x\n', 'a,b\n1,y\n', { json: true, key: 'a' });
  expect(lines).toHaveLength(1);
  expect(comparisonSchema.parse(JSON.parse(lines[0] ?? '')).rowDifference).toMatchObject({ changedCells: 1, isChosen: false });
});

it('refuses a key that is not there, and a file that is none', async () => {
  await expect(compared('a,b\n1,x\n', 'a,b\n1,y\n', { key: 'a,c' })).rejects.toMatchObject({ code: 'unknown-column', kind: 'input' });
  await expect(compared('a,b\n1,x\n', '')).rejects.toMatchObject({ code: 'empty-file' });
});
