import type { Suggestion } from '@millrace/contracts';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanse } from '../cleanse/cleanse';
import { ingest } from '../ingest/ingest';
import { suggestRecipe } from './suggest-recipe';
import { csvOf } from './testing/faulty-table';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'formats-'));
});
afterEach(() => rm(folder, { recursive: true }));

const many = (count: number, make: (row: number) => string): string[] => Array.from({ length: count }, (_, row) => make(row));
/** Numbers that look as if they fell anywhere, the same for the same row. */
const digits = (row: number, length: number): string => `${((row + 1) * 2_654_435_761 * 97) % 10 ** length}`.padStart(length, '0');
const two = (number: number): string => `${number}`.padStart(2, '0');

const suggested = async (
  cells: readonly string[],
  name = 'v',
): Promise<{ readonly suggestion: Suggestion; readonly cells: readonly string[] }> => {
  const [sourcePath, workingCopyPath] = [join(folder, 'in.csv'), join(folder, 'w.parquet')];
  const rows = cells.map((cell, row) => [`k${row}`, cell]);
  await writeFile(sourcePath, csvOf({ header: ['k', name], rows }));
  const options = { format: 'csv', header: true, delimiter: ',', quote: '"' } as const;
  const read = await ingest({ sourcePath, options, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
  const suggestion = suggestRecipe({ workingCopyPath, ingest: read });
  const { output } = await cleanse({ workingCopyPath, ingest: read, recipe: suggestion.recipe, outputDir: folder });
  const lines = (await readFile(output.path, 'utf8')).split('\n').slice(1, -1);
  return { suggestion, cells: lines.map((line) => line.slice(line.indexOf(',') + 1).replace(/^"(.*)"$/s, '$1')) };
};

/** Whole numbers, of which every thirtieth is any of them. */
const spread = (row: number): number => (row + 11 * Math.floor(row / 30)) % 70;
const phone = (row: number) => `${2 + (row % 8)}${digits(row, 9)}`;
const dashed = (number: string) => `${number.slice(0, 3)}-${number.slice(3, 6)}-${number.slice(6)}`;
const iso = (row: number) => `${2020 + (row % 4)}-${two(1 + (row % 12))}-${two(1 + (row % 28))}`;
const american = (row: number) => iso(row).replace(/^(\d+)-(\d+)-(\d+)$/, '$2/$3/$1');
const zip = (row: number) => (row % 10 === 0 ? `0${1000 + (((row / 10) * 7) % 11) * 37}` : `${10_000 + (row % 40) * 1733}`);

it.each<[string, (row: number) => string, (clean: string, row: number) => string]>([
  ['telephone numbers without their signs', (row) => dashed(phone(row)), (clean) => clean.replaceAll('-', '')],
  ['telephone numbers with other signs', (row) => dashed(phone(row)), (clean) => clean.replace(/^(...)-(...)-/, '($1) $2-')],
  ['telephone numbers with signs', phone, (clean) => dashed(clean)],
  ['serial numbers without a sign', (row) => `${digits(row, 4)}-${digits(row + 7, 3)}${row % 9 ? row % 9 : 'X'}`, (clean) => clean.replace('-', '')],
  ['codes with the mark of a text', (row) => `a${digits(row, 7)}`, (clean) => `'${clean}`],
  ['percents among shares', (row) => `0.0${1 + (row % 9)}`, (clean) => `${clean.slice(-1)}%`],
  ['thousands with a comma', (row) => `${1200 + ((row * 37 + 11) % 600) * 3}`, (clean) => clean.replace(/(?=\d{3}$)/, ',')],
  ['decimal commas', (row) => `${(row * 7 + 3) % 50}.${1 + (row % 9)}`, (clean) => clean.replace('.', ',')],
  ['whole numbers with a fraction of zeros', (row) => `${spread(row)}`, (clean) => `${clean}.0`],
  ['codes that have lost their zeros', zip, (clean, row) => (row % 30 === 0 ? clean.replace(/^0+/, '') : clean)],
  ['dates year first where the month is', american, (clean) => clean.replace(/^(\d+)\/(\d+)\/(\d+)$/, '$3-$1-$2')],
  ['dates with other signs', iso, (clean) => clean.replaceAll('-', '/')],
  ['dates without signs', iso, (clean) => clean.replaceAll('-', '')],
  ['dates without their zeros', american, (clean) => clean.replace(/\b0/g, '')],
])('writes %s as the rest of the column', async (_, make, spoil) => {
  const clean = many(600, make);
  const dirty = clean.map((cell, row) => (row % 30 === 0 ? spoil(cell, row) : cell));
  const { suggestion, cells } = await suggested(dirty);
  expect(cells).toEqual(clean);
  const [step] = suggestion.steps;
  expect([step?.step.step, step?.safe, step?.expectedChanges]).toEqual(['reformatCells', true, dirty.filter((cell, row) => cell !== clean[row]).length]);
  expect([step?.confidence, step?.examples.length]).toEqual([0.99, 5]);
  expect(step?.evidence.join(' ')).toMatch(/% of "v"/);
}); // prettier-ignore

it.each<[string, (row: number) => string, (row: number) => string]>([
  ['credit notes among invoices', (row) => digits(row, 8), (row) => `C${digits(row, 8)}`],
  ['numbers that are cut elsewhere', (row) => `${digits(row, 3)}-${digits(row, 2)}-${digits(row, 4)}`, (row) => `${digits(row, 2)}-${digits(row, 7)}`],
  ['numbers without signs where some are cut elsewhere', (row) => `${digits(row, 4)}-${digits(row + 3, 2)}-${digits(row + 5, 2)}`, (row) => (row % 60 ? digits(row + 9, 8) : `${digits(row, 2)}-${digits(row + 3, 6)}`)],
  ['numbers without signs that begin unlike the others', (row) => `49-${['61', '72'][row % 2]!}-${digits(row, 6)}`, (row) => `43${1 + (row % 9)}${digits(row, 7)}`],
  ['numbers abroad', (row) => dashed(phone(row)), (row) => `+49 30 ${digits(row, 7)}`],
  ['negative numbers', (row) => `${1_000_000 + row * 371}`, (row) => `-${1_000_000 + row * 377}`],
  ['sizes of products', (row) => `${10 + (row % 9)}x${20 + (row % 7)}`, (row) => `${10 + (row % 9)}-${20 + (row % 7)}`],
  ['clothes by number and letter', (row) => `${34 + (row % 10)}`, () => 'XL'],
  ['scores', (row) => `${row % 5}-${row % 3}`, (row) => `${row % 5}:${row % 3}`],
  ['versions', (row) => `1.${row % 9}`, () => '2.0'],
  ['ratings, of which some are whole', (row) => `${1 + (row % 9)}.${1 + (row % 8)}`, (row) => `${1 + (row % 9)}.0`],
  ['percents on the scale of the numbers', (row) => `${row % 100}.5`, (row) => `${row % 40} % to ${row % 90} %`],
  ['a few percents on a scale of their own', (row) => `${500 + (row % 100)}`, (row) => `${row % 9}%`],
  ['prices in other units', (row) => `${1 + (row % 80)} kg`, (row) => `${1 + (row % 80)} lb`],
  ['a list of two numbers', (row) => `${row % 50}`, (row) => `${row % 9},${row % 7}`],
  ['thousands that may be fractions', (row) => `${row % 60}.${1 + (row % 9)}`, (row) => `${1 + (row % 9)},125`],
  ['large numbers that are all grouped', (row) => `${2 + (row % 7)},${digits(row, 3)}`, (row) => `${row % 999}`],
  ['shorter codes where none begins with a zero', (row) => `${10_000 + row * 31}`, (row) => `${1000 + row}`],
  ['shorter codes that are not there in full', (row) => (row % 10 ? `${10_000 + row * 31}` : `0${1000 + row}`), (row) => `${5000 + row}`],
  ['dates whose order nothing proves', (row) => `0${1 + (row % 9)}/0${1 + (row % 8)}/2024`, (row) => `2024-0${1 + (row % 9)}-11`],
  ['dates that are padded now and then', (row) => `${row % 2 ? two(1 + (row % 9)) : 1 + (row % 9)}/${13 + (row % 9)}/2024`, iso],
  ['numbers of eight digits that are no dates of these years', iso, (row) => `1850${two(1 + (row % 12))}11`],
  ['ranges', (row) => digits(row, 8), (row) => `${digits(row, 4)}-${digits(row + 1, 4)}`],
  ['dates among numbers of eight digits', (row) => digits(row, 8), iso],
  ['addresses among such', (row) => digits(row, 8), (row) => `${10 + (row % 9)}.20.${30 + (row % 9)}.40`],
  ['words', (row) => `street ${row % 99}`, (row) => `street${row % 99}`],
])('leaves %s as they are', async (_, make, other) => {
  const dirty = many(600, (row) => (row % 30 === 0 ? other(row) : make(row)));
  const { suggestion, cells } = await suggested(dirty);
  expect(suggestion.recipe.steps).toEqual([]);
  expect(cells).toEqual(dirty);
}); // prettier-ignore

it('proposes what only people can know, and does not do it', async () => {
  const dirty = many(600, (row) => (row % 30 === 0 ? `$${1 + (row % 80)}.50` : `${1 + (row % 80)}.25`));
  const { suggestion, cells } = await suggested(dirty);
  expect(cells).toEqual(dirty);
  expect(suggestion.steps).toMatchObject([{ safe: false, confidence: 0.8, expectedChanges: 20, examples: [{ before: '$1.50', after: '1.50' }, {}, {}, {}, {}] }]);
}); // prettier-ignore

it.each<[string, string, (row: number) => string]>([
  ['versions of which two are written with a zero', 'v', (row) => (row % 50 === 7 ? '2.0' : row % 50 === 9 ? '3.0' : `${1 + (row % 6)}`)],
  ['numbers in a column that says that they are versions', 'schemaVersion', (row) => (row % 30 === 0 ? `${spread(row)}.0` : `${spread(row)}`)],
  ['versions with several dots beside numbers', 'v', (row) => (row === 5 ? '1.2.3' : row % 30 === 0 ? `${spread(row)}.0` : `${spread(row)}`)],
])('waits for a yes before it leaves out zeros of %s', async (_, name, make) => {
  const dirty = many(600, make);
  const { suggestion, cells } = await suggested(dirty, name);
  expect(cells).toEqual(dirty);
  expect(suggestion.steps.map(({ step, safe }) => [step.step, safe])).toEqual([['reformatCells', false]]);
}); // prettier-ignore

it('does not make one of two identifiers', async () => {
  const codes = many(600, (row) => `a${digits(row, 4)}-${digits(row + 5, 4)}`);
  const dirty = [...codes, codes[3]!.replace('-', '')];
  expect((await suggested(dirty)).suggestion.steps).toEqual([]);
});
