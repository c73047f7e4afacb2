import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanse } from '../../cleanse/cleanse';
import { ingest } from '../../ingest/ingest';
import { suggestRecipe } from '../suggest-recipe';
import { csvOf } from '../testing/faulty-table';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'units-'));
});
afterEach(() => rm(folder, { recursive: true }));

const many = (count: number, make: (row: number) => string): string[] => Array.from({ length: count }, (_, row) => make(row));

/** The cells of a column, cleansed by the suggested recipe. */
const after = async (cells: readonly string[], name = 'v'): Promise<string[]> => {
  await writeFile(join(folder, 'in'), csvOf({ header: ['k', name], rows: cells.map((cell, row) => [`${row}`, cell]) }));
  const workingCopyPath = join(folder, 'w.parquet');
  const read = await ingest({ sourcePath: join(folder, 'in'), options: {}, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
  const { recipe } = suggestRecipe({ workingCopyPath, ingest: read });
  const { output } = await cleanse({ workingCopyPath, ingest: read, recipe, outputDir: folder });
  const lines = (await readFile(output.path, 'utf8')).trim().split('\n').slice(1);
  return lines.map((line) => line.slice(line.indexOf(',') + 1));
};

it('takes one unit in many spellings away, and writes plain numbers', async () => {
  const cells = many(200, (row) => `${12 + 4 * (row % 2)}.0 ${['kg', 'KG.', 'kilos', 'kg.'][row % 4]!}`);
  expect(await after(cells)).toEqual(many(200, (row) => `${12 + 4 * (row % 2)}`));
});

it.each([
  ['the unit that the column is named after', 'Weight_KG', 'kg', true],
  ['another one', 'weight_kg', 'lb', false],
  ['a currency, for all that its numbers look alike', 'price', 'USD', false],
  ['one that nothing says, on the same numbers', 'size', 'cm', true],
  ['a time that nothing says, for as many hours as days', 'wait', 'hours', false],
])('takes a stray unit away if it is %s', async (_, name, unit, isTaken) => {
  const cells = many(300, (row) => (row % 11 === 0 ? `${2 + (row % 9)} ${unit}` : `${2 + (row % 9)}`));
  expect(await after(cells, name)).toEqual(isTaken ? cells.map((cell) => cell.split(' ')[0]!) : cells);
});

it('takes no unit away behind which the quantity goes on', async () => {
  const ways = ['kg', 'KG.', 'kilos', 'kg.'];
  for (const more of ['250 g', 'twice daily', 'per person', '/ 2']) {
    const cells = many(200, (row) => `${12 + 4 * (row % 2)}.0 ${ways[row % 4]!}${row % 40 === 0 ? ` ${more}` : ''}`);
    expect(await after(cells)).toEqual(cells);
  }
  const cans = many(200, (row) => `${12 + 4 * (row % 2)}.0 ${ways[row % 4]!}${row % 40 === 0 ? ' Silo Can' : ''}`);
  expect(await after(cans)).toEqual(many(200, (row) => `${12 + 4 * (row % 2)}`));
});

it('takes a stray unit away only where its numbers are on the scale of the others', async () => {
  const plain = (row: number) => `0.0${1 + (row % 9)}`;
  expect(await after(many(200, (row) => (row % 4 === 0 ? `${plain(row)}%` : plain(row))))).toEqual(many(200, plain));
  const percents = many(200, (row) => (row % 4 === 0 ? `${1 + (row % 9)}0%` : plain(row)));
  expect(await after(percents)).toEqual(percents);
  const qualified = many(200, (row) => (row % 40 === 0 ? `${row} or more` : `${row}`));
  expect(await after(qualified)).toEqual(qualified);
});
