import { previewSchema, recipeSchema, type PreviewSample, type RecipeInput, type StepOf } from '@millrace/contracts';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanse } from '../cleanse/cleanse';
import { ingest } from '../ingest/ingest';
import { suggestRecipe } from '../suggest/suggest-recipe';
import { seededRandom } from '../records/seeded-random';
import { previewRecipe } from './preview-recipe';
import { renderPreview } from './render-preview';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preview-'));
});
afterEach(() => rm(folder, { recursive: true }));

const open = async (content: string) => {
  await writeFile(join(folder, 'in'), content);
  const workingCopyPath = join(folder, 'w.parquet');
  const read = await ingest({ sourcePath: join(folder, 'in'), options: {}, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
  return { workingCopyPath, ingest: read };
};
const previewed = async (content: string, recipe: RecipeInput, sample?: PreviewSample) => {
  const table = await open(content);
  const before = await readdir(folder);
  const found = await previewRecipe({ ...table, recipe: recipeSchema.parse(recipe), folder, ...(sample && { sample }) });
  expect(await readdir(folder)).toEqual(before);
  return previewSchema.parse(found);
};
type RepairStep = StepOf<'repairByDependency'>;
const lines = (rows: number, line: (row: number) => string) => Array.from({ length: rows }, (_, row) => `${line(row)}\n`).join('');
const messy = `id,town,amount\n${lines(40, (row) => `${row},${row % 4 === 0 ? ' Bonn' : 'Ulm'},${row % 5 === 0 ? 'N/A' : row}`)}39,Ulm,39\n`;
const steps: RecipeInput['steps'] = [
  { step: 'trimWhitespace' },
  { step: 'normaliseNulls' },
  { step: 'dropDuplicates' },
  { step: 'renameColumns', names: { amount: 'total' } },
  { step: 'dropColumns', columns: ['id'] },
];

it('tells what each step does, with the commonest changes as examples', async () => {
  const found = await previewed(messy, { steps });
  expect(found).toMatchObject({ rows: 41, rowsLookedAt: 41, rowsOut: 40, changedCells: 18, changedRows: 16, removedRows: 1, broken: null });
  const [trim, nulls, duplicates, rename, drop] = found.steps;
  expect(trim).toMatchObject({ changedCells: 10, changedRows: 10, columns: [{ column: 'town', changedCells: 10 }] });
  expect(trim?.examples).toEqual([expect.objectContaining({ row: 0, column: 'town', before: ' Bonn', after: 'Bonn', cells: 10 })]);
  expect(nulls?.examples).toEqual([expect.objectContaining({ before: 'N/A', after: null, cells: 8, confidence: 1 })]);
  expect(duplicates).toMatchObject({ removedRows: 1, changedCells: 0, confidence: null });
  expect(duplicates?.removed).toEqual([expect.objectContaining({ row: 40, cells: { id: '39', town: 'Ulm', amount: '39' } })]);
  expect([rename?.renamed, drop?.dropped]).toEqual([[{ from: 'amount', to: 'total' }], ['id']]);
});

it('tells touched columns before and after as a profile does', async () => {
  const { columns, columnsLeftOut } = await previewed(messy, { steps });
  expect(columns.map(({ before, after, changedCells }) => [before?.name, after?.name, changedCells])).toEqual([
    ['town', 'town', 10],
    ['amount', 'total', 8],
    ['id', undefined, 0],
  ]);
  expect(columnsLeftOut).toBe(0);
  const [town, amount] = columns;
  expect([town?.before?.metrics['leadingSpaceCount'], town?.after?.metrics['leadingSpaceCount']]).toEqual([10, 0]);
  expect([amount?.before?.metrics['count'], amount?.after?.metrics['count'], amount?.after?.metrics['max']]).toEqual([41, 40, 39]);
});

it('counts as the cleansing does that it stands for', async () => {
  const table = await open(messy);
  const recipe = recipeSchema.parse({ steps });
  const found = await previewRecipe({ ...table, recipe, folder, sample: 'whole' });
  const done = await cleanse({ ...table, recipe, outputDir: folder });
  expect([found.changedCells, found.removedRows, found.rowsOut]).toEqual([done.changes.count, done.quarantine.count, done.rowsOut]);
  expect(found.cost.memoryBytes).toBeGreaterThan(10e6);
});

it('looks at a sample that is spread over the table, by rows of the input', async () => {
  const table = `id,text\n${lines(5000, (row) => `${row},${row === 4999 || row === 0 ? ' x' : 'y'}`)}`;
  const found = await previewed(table, { steps: [{ step: 'trimWhitespace' }] }, 500);
  expect([found.rows, found.rowsLookedAt, found.changedCells]).toEqual([5000, 500, 2]);
  const last = await previewed(table, { steps: [{ step: 'filterRows', where: [{ column: 'id', is: 'below', to: 4999 }] }] }, 500);
  expect(last.steps[0]?.removed.map(({ row }) => row)).toEqual(last.steps[0]?.removed.map(({ cells }) => Number(cells['id'])));
  expect(found.cost).toMatchObject({ memoryBytes: null, outputBytes: expect.any(Number) });
  // `y` and the row's number, less than nine bytes a row.
  expect(found.cost.outputBytes).toBeGreaterThan(5000 * 5);
  expect(found.cost.outputBytes).toBeLessThan(5000 * 9);
  expect((await previewed(table, { steps: [{ step: 'trimWhitespace' }] }, 3)).rowsLookedAt).toBe(3);
});

it('tells what would make a run fail, with the counts up to there', async () => {
  const spoilt = await previewed(messy, {
    steps: [{ step: 'trimWhitespace' }, { step: 'mapValues', columns: ['town'], values: { Ulm: 'Bonn' } }],
  });
  expect(spoilt.broken).toMatchObject({ code: 'invariant-broken', place: { column: 'town' } });
  expect(spoilt.steps.map(({ changedCells }) => changedCells)).toEqual([10, 31]);
});

it('counts repairs that are not sure enough as suggestions', async () => {
  const towns = ['Augsburg', 'Nuremberg', 'Regensburg'];
  const table = `id,code,town\n${lines(90, (row) => `${row},${100 + (row % 3)},${row === 40 ? 'Nurembxrg' : towns[row % 3]}`)}`;
  const repair = suggestRecipe(await open(table)).steps.find(({ step }) => step.step === 'repairByDependency')?.step as RepairStep;
  const [sure] = (await previewed(table, { steps: [repair] })).steps;
  const [unsure] = (await previewed(table, { steps: [{ ...repair, threshold: 1 }] })).steps;
  expect([sure?.changedCells, sure?.suggestions, unsure?.changedCells, unsure?.suggestions]).toEqual([1, 0, 0, 1]);
  expect(unsure?.suggested).toEqual([expect.objectContaining({ row: 40, before: 'Nurembxrg', after: 'Nuremberg' })]);
  const random = seededRandom();
  const below = (count: number) => Math.floor(random() * count);
  const word = () => Array.from({ length: 3 }, () => 'bdfgklmnprst'.charAt(below(12)) + 'aeiou'.charAt(below(5))).join('');
  const [given, family, streets] = [40, 200, 150].map((count) => Array.from({ length: count }, word));
  const pick = (list: string[] | undefined) => list?.[below(list.length)] ?? '';
  const born = () => `19${10 + below(80)}-0${1 + below(9)}-1${below(10)}`;
  const persons = Array.from({ length: 400 }, () => [pick(given), pick(family), `${1 + below(90)} ${pick(streets)} street`, born()]);
  const told = persons.slice(0, 10).map(([first = '', ...others]) => [`${first.slice(0, 2)}${first.slice(3)}`, ...others]);
  const people = `given,family,address,born\n${[...persons, ...told].map((cells) => cells.join(',')).join('\n')}\n`;
  const [merge] = (await previewed(people, { steps: [{ step: 'mergeRecords' }] })).steps;
  const [wary] = (await previewed(people, { steps: [{ step: 'mergeRecords', threshold: 1 }] })).steps;
  expect([merge?.removedRows, merge?.suggestions, wary?.removedRows, wary?.suggestions]).toEqual([10, 0, 0, 10]);
});

it('refuses a column that is not there', async () => {
  const table = await open(messy);
  const recipe = recipeSchema.parse({ steps: [{ step: 'trimWhitespace', columns: ['town', 'city'] }] });
  await expect(previewRecipe({ ...table, recipe, folder })).rejects.toMatchObject({
    code: 'unknown-column',
    place: { column: 'city', step: 0 },
  });
});

it('makes a page of it that runs nothing, whatever the cells say', async () => {
  const found = await previewed(`id,text\n1, <script>alert(1)</script>\n2,b\n`, { steps: [{ step: 'trimWhitespace' }] });
  const page = renderPreview(found, '<b>.csv');
  expect(page).toContain('␣&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).not.toContain('<script');
  expect(page).toContain("default-src 'none'");
  expect(page).toContain('&lt;b&gt;.csv');
});

it.each<[string, RecipeInput['steps'][number]]>([
  ['masked', { step: 'maskCells', columns: ['name'] }],
  ['hashed', { step: 'hashCells', columns: ['name'], key: 'a key of sixteen' }],
  ['made coarser', { step: 'generalise', columns: ['name'], to: 'prefix', keep: 1 }],
  ['left out for good', { step: 'dropColumns', columns: ['name'], forGood: true }],
])('tells nothing of what a column was that is %s', async (_, step) => {
  const content = `name,b\n${lines(30, (row) => `${row % 3 === 0 ? 'Zaphod Beeble' : 'Trillian Macmillan'},${row}`)}`;
  const found = await previewed(content, { steps: [step] });
  expect(found.columns.map(({ before }) => before?.name)).toEqual(['name']);
  for (const told of [JSON.stringify(found), [...renderPreview(found, 'in')].join('')]) expect(told).not.toMatch(/Zaphod|Trillian/);
  const kept = await previewed(content, { steps: [step], keepHidden: true });
  expect(JSON.stringify(kept)).toMatch(/Zaphod/);
});
