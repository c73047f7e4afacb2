import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../ingest/ingest';
import { suggestRecipe } from './suggest-recipe';
import { csvOf } from './testing/faulty-table';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'told-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The steps that are suggested for the column `v`, which stands beside `what`. */
const stepsFor = async (cells: readonly (readonly [what: string, v: string])[]) => {
  const [sourcePath, outputPath] = [join(folder, 'in'), join(folder, 'w.parquet')];
  await writeFile(sourcePath, csvOf({ header: ['what', 'v', 'n'], rows: cells.map((row, at) => [...row, `${at % 9}`]) }));
  const read = await ingest({ sourcePath, options: {}, outputPath, asidePath: join(folder, 'aside') });
  const { steps } = suggestRecipe({ workingCopyPath: outputPath, ingest: read });
  return steps.filter(({ step }) => 'columns' in step && Array.isArray(step.columns) && step.columns.includes('v'));
};

const digits = (row: number, length: number) => `${10 ** (length - 1) + ((row * 7_919_317) % (9 * 10 ** (length - 1)))}`;
const signs = ['red light', 'late bus', 'wet road'];

const cases: [string, usual: string, own: (row: number) => string, odd: string, other: (row: number) => string][] = [
  ['numbers of another country', 'US', (row) => digits(row, 10).replace(/^(...)(...)/, '$1-$2-'), 'IN', (row) => digits(row, 10)],
  ['post codes of another country', 'US', (row) => `0${2100 + (row % 60)}`, 'CH', (row) => `${2100 + (row % 60)}`],
  ['another kind of number', 'ISSN', (row) => digits(row, 8).replace(/^(....)/, '$1-'), 'EAN', (row) => digits(row, 8)],
  ['what stands on signs', 'note', (row) => signs[row % 3]!, 'sign', (row) => signs[row % 3]!.toUpperCase()],
];
const isOdd = (row: number) => row % 25 === 7;

it.each(cases)('%s wait for people where another column tells them', async (_, usual, own, odd, other) => {
  const steps = await stepsFor(Array.from({ length: 600 }, (_, row) => (isOdd(row) ? [odd, other(row)] : [usual, own(row)])));
  expect(steps.map(({ safe }) => safe)).toEqual(steps.map(() => false));
  expect(steps.flatMap(({ evidence }) => evidence)).toContain(
    `24 of the 24 rows whose "what" is "${odd}" have "v" in this form: it may belong to them.`,
  );
});

it.each(cases)('%s are written as the others where none does', async (_, usual, own, odd, other) => {
  const steps = await stepsFor(
    Array.from({ length: 600 }, (_, row) => [[usual, odd][Math.floor(row / 7) % 2]!, isOdd(row) ? other(row) : own(row)]),
  );
  expect(steps).toMatchObject([{ safe: true, expectedChanges: 24 }]);
});
