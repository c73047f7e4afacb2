import { previewSchema } from '@millrace/contracts';
import { ingest } from '@millrace/engine';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { previewFile } from './preview-file';
import { sweepFile } from './sweep-file';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-preview-'));
});
afterEach(() => rm(folder, { recursive: true }));

const preview = async (content: string, recipe: object, more: { json?: boolean; report?: string } = {}) => {
  const [sourcePath, workingCopyPath, recipePath] = [join(folder, 'in.csv'), join(folder, 'w.parquet'), join(folder, 'r.json')];
  await writeFile(sourcePath, content);
  await writeFile(recipePath, JSON.stringify(recipe));
  const read = await ingest({ sourcePath, options: {}, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
  const printed: string[] = [];
  const output = { tell: () => undefined, print: (text: string) => void printed.push(text) };
  const { json = false, report = null } = more;
  const command = {
    name: 'preview',
    files: ['in.csv'],
    json,
    recipe: recipePath,
    sample: 10_000,
    report,
    sweep: null,
    suggestions: null,
    decisions: null,
    read: {},
    aside: null,
  } as const;
  const code = await previewFile({ name: 'in.csv', workingCopyPath, ingest: read, source: null }, command, folder, output);
  return { code, printed };
};
const table = `id,town\n${Array.from({ length: 30 }, (_, row) => `${row},${row < 3 ? ' Bonn' : 'Ulm'}\n`).join('')}`;

it('shows each step with its changes, before and after', async () => {
  const { code, printed } = await preview(table, { steps: [{ step: 'trimWhitespace' }] });
  expect(code).toBe(0);
  expect(printed[0]).toBe('in.csv: 3 cells would change, 0 rows be set aside, 30 go out');
  expect(printed[1]).toMatch(/^the whole table would take about [\d.]+ s and [\d,]+ MB$/);
  expect(printed.slice(2)).toEqual([
    'step 0, trimWhitespace: 3 cells in 3 rows',
    expect.stringMatching(/^ {5}row 0, "town", 3 cells alike: /),
    '       - " Bonn"',
    '       + "Bonn"',
    'columns before → after:',
    '   "town": category, 0 absent, 2 distinct → category, 0 absent, 2 distinct',
  ]);
});

it('ends with 1 where a cleansing would fail, and says why', async () => {
  const { code, printed } = await preview(table, { steps: [{ step: 'mapValues', columns: ['town'], values: { Ulm: 'Bonn' } }] });
  expect(code).toBe(1);
  expect(printed.at(-2)).toMatch(/^a cleansing by this recipe would fail: .*town/);
});

it('prints what the API answers, and writes the page', async () => {
  const report = join(folder, 'preview.html');
  const { printed } = await preview(table, { steps: [{ step: 'trimWhitespace' }] }, { json: true, report });
  expect(previewSchema.parse(JSON.parse(printed.join('\n')))).toMatchObject({ rows: 30, changedCells: 3, broken: null });
  expect(await readFile(report, 'utf8')).toContain('<span class="was">␣Bonn</span> → <span class="is">Bonn</span>');
});

it('tries the values of a parameter, a line for each', async () => {
  const [sourcePath, workingCopyPath, recipePath] = [join(folder, 'in.csv'), join(folder, 'w.parquet'), join(folder, 'r.json')];
  await writeFile(sourcePath, table);
  await writeFile(recipePath, JSON.stringify({ steps: [{ step: 'mapValues', columns: ['town'], values: { Ulm: 'Hof' } }] }));
  const read = await ingest({ sourcePath, options: {}, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
  const sweep = async (parameter: string, values: (string | object)[], json: boolean) => {
    const printed: string[] = [];
    const output = { tell: () => undefined, print: (text: string) => void printed.push(text) };
    const wanted = { json, recipe: recipePath, sample: 10_000, sweep: { step: 0, parameter, values: values as string[] } };
    const code = await sweepFile({ name: 'in.csv', workingCopyPath, ingest: read, source: null }, wanted, folder, output);
    return { code, printed };
  };
  const { code, printed } = await sweep('values', [{ ' Bonn': 'Bonn' }, { Ulm: 'Hof' }], false);
  expect(code).toBe(1);
  expect(printed[0]).toMatch(/^value +cells +rows aside +not sure enough +seconds +would fail$/);
  expect(printed.slice(1)).toEqual([
    expect.stringMatching(/^\{" Bonn":"Bonn"\} +3 +0 +0 +[\d.]+ +no$/),
    expect.stringMatching(/^\{"Ulm":"Hof"\} +27 +0 +0 +[\d.]+ +yes$/),
  ]);
  const whole = JSON.parse((await sweep('values.Ulm', ['Hof', 'Ulm'], true)).printed.join('')) as unknown[];
  expect(whole.map((one) => previewSchema.parse(one).swept?.value)).toEqual(['Hof', 'Ulm']);
  await expect(sweep('columns', ['town'], false)).rejects.toMatchObject({ code: 'validation-failed' });
});
