import type { Dialect, Ingest } from '@millrace/contracts';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pl from 'nodejs-polars';
import { writeOutput } from './write-output';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'output-'));
});
afterEach(() => rm(folder, { recursive: true }));

const plain: Dialect = { delimiter: '|', quote: '"', lineEnd: '\n', header: true, encoding: 'utf-8', bom: false };
const written = async (cells: readonly string[], dialect: Partial<Dialect>): Promise<Buffer> => {
  const columns = ['name', 'n'].map((name, position) => ({ name, position, jsonText: true }));
  const frame = pl.DataFrame({ c0: pl.Series('c0', [...cells], pl.Utf8), c1: pl.Series('c1', cells.map(String), pl.Utf8) });
  const path = join(folder, 'out.csv');
  await writeOutput(frame.select('c0', pl.lit('1').alias('c1')), { format: 'csv', columns, dialect: { ...plain, ...dialect } } as unknown as Ingest, path); // prettier-ignore
  return readFile(path);
};

it.each<[string, Partial<Dialect>, string, string]>([
  ['a sign that the encoding lacks', { encoding: 'windows-1252' }, 'Łódź', 'U+0141'],
  ['a delimiter where there are no quotes', { quote: '' }, 'p|q', 'without quotes'],
  ['a line end where there are no quotes', { quote: '' }, 'p\nq', 'without quotes'],
])('refuses %s, and says where', async (_, dialect, cell, why) => {
  await expect(written(['fine', cell], dialect)).rejects.toMatchObject({
    code: 'does-not-fit-dialect',
    message: expect.stringContaining(why) as unknown,
    place: { row: 1, column: 'name' },
  });
});

it('writes what the form can hold', async () => {
  expect((await written(['Müller €'], { encoding: 'windows-1252' })).toString('latin1')).toBe('name|n\nM\u00fcller \u0080|1\n');
  expect((await written(['"x'], { quote: '' })).toString()).toBe('name|n\n"x|1\n');
  expect((await written(['p|q', 'Łódź'], {})).toString()).toBe('name|n\n"p|q"|1\nŁódź|1\n');
});
