import { defaultRecipe, outputFormatSchema, recipeSchema, type Ingest, type OutputFormat, type RecipeInput } from '@millrace/contracts';
import pl from 'nodejs-polars';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../ingest/ingest';
import { cleanseTo } from './cleanse-to';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'formats-'));
});
afterEach(() => rm(folder, { recursive: true }));

let count = 0;
const within = (own: string) => ({ memoryBytes: null, spill: { path: join(own, 'spill'), quotaBytes: 1e9 } });
const open = async (content: string | Buffer) => {
  const own = join(folder, String(count++));
  await mkdir(own);
  const [sourcePath, workingCopyPath] = [join(own, 'in'), join(own, 'w.parquet')];
  await writeFile(sourcePath, content);
  const read = await ingest({ sourcePath, options: {}, outputPath: workingCopyPath, asidePath: join(own, 'aside') });
  return { workingCopyPath, ingest: read, source: { path: sourcePath }, outputDir: own, ...within(own) };
};
const format = (output: object): OutputFormat => outputFormatSchema.parse(output);
const exported = async (content: string | Buffer, output: object, steps: RecipeInput['steps'] = []) => {
  const found = await cleanseTo({ ...(await open(content)), recipe: recipeSchema.parse({ steps }), to: format(output) });
  return { ...found, path: found.exported?.path ?? '' };
};
/** What a table reads as, whatever its form. */
const readBack = async (path: string): Promise<{ read: Ingest; rows: (string | null)[][] }> => {
  const outputPath = join(folder, `back-${count++}.parquet`);
  const read = await ingest({ sourcePath: path, options: {}, outputPath, asidePath: join(folder, 'aside') });
  const records = pl.scanParquet(outputPath).collectSync().toRecords() as Record<string, string | null>[];
  return { read, rows: records.map((record) => Object.values(record)) };
};
const table = 'code,price,note\n01234,1.50,"a;b"\n00007,2.25,\n00099,30.00,Zoë\n';
const cells = [
  ['01234', '1.50', 'a;b'],
  ['00007', '2.25', null],
  ['00099', '30.00', 'Zoë'],
];

it.each([{ format: 'csv' }, { format: 'csv', delimiter: ';', lineEnd: 'crlf', encoding: 'utf-16le', bom: true }, { format: 'parquet' }])(
  'writes the same cells as %j',
  async (output) => {
    const { path } = await exported(table, output);
    const { read, rows } = await readBack(path);
    expect([read.columns.map(({ name }) => name), rows]).toEqual([['code', 'price', 'note'], cells]);
  },
);

it('writes what is a number in every cell as a number, and no code, where the form has numbers', async () => {
  const { path } = await exported(table, { format: 'ndjson' });
  expect((await readFile(path, 'utf8')).split('\n')[0]).toBe('{"code":"01234","price":1.50,"note":"a;b"}');
  const workbook = await readBack((await exported(table, { format: 'xlsx' })).path);
  expect(workbook.rows).toEqual([
    ['01234', '1.5', 'a;b'],
    ['00007', '2.25', null],
    ['00099', '30', 'Zoë'],
  ]);
  const odd = await exported('version,big,part\n1.1,9007199254740993,-\n1.10,2,3\n', { format: 'ndjson' });
  expect(await readFile(odd.path, 'utf8')).toBe(
    '{"version":"1.1","big":"9007199254740993","part":"-"}\n{"version":"1.10","big":"2","part":"3"}\n',
  );
});

const formulas = ['=1+1', '+A1', '-A1', '@SUM(1)', '=cmd|x', '＝1'];

it('lets no cell of a spreadsheet be a formula, and leaves numbers alone', async () => {
  const content = `=name,n\n${formulas.map((cell) => `${cell},-5`).join('\n')}\nplain,+3.5e2\n`;
  const safe = await exported(content, { format: 'csv' });
  expect((await readFile(safe.path, 'utf8')).split('\n').slice(0, 8)).toEqual([
    "'=name,n",
    ...formulas.map((cell) => `'${cell},-5`),
    'plain,+3.5e2',
  ]);
  const kept = await exported(content, { format: 'csv', formulas: 'keep' });
  expect(await readFile(kept.path, 'utf8')).toBe(content);
  // A workbook holds them as texts.
  const workbook = await exported(content, { format: 'xlsx' });
  expect((await readBack(workbook.path)).rows.map(([first]) => first)).toEqual([...formulas, 'plain']);
  // Its own form is written as it came.
  expect(await readFile(safe.output.path, 'utf8')).toBe(content);
});

it('writes columns as the recipe leaves them, also of a table without a header and without rows', async () => {
  const steps = [
    { step: 'renameColumns', names: { code: 'id' } },
    { step: 'dropColumns', columns: ['note'] },
  ] as const;
  const { path } = await exported(table, { format: 'csv' }, [...steps]);
  expect((await readFile(path, 'utf8')).split('\n')[0]).toBe('id,price');
  const none = await exported(table, { format: 'xlsx' }, [{ step: 'filterRows', where: [{ column: 'code', is: 'absent' }] }]);
  expect([none.rowsOut, none.exported?.fileName]).toEqual([0, 'export.xlsx']);
  const headless = await exported('1,a\n2,b\n3,c\n', { format: 'csv' });
  expect(await readFile(headless.output.path, 'utf8')).toBe('1,a\n2,b\n3,c\n');
  expect(await readFile(headless.path, 'utf8')).toBe(`${headless.columns.join(',')}\n1,a\n2,b\n3,c\n`);
});

it.each(['csv', 'ndjson', 'parquet', 'xlsx'] as const)('writes the same bytes as %s whichever way the table is cleansed', async (name) => {
  const content = `code,v\n${Array.from({ length: 3000 }, (_, row) => `0${row}, =v${row % 9} \n`).join('')}`;
  const bytes = async (lane: 'memory' | 'outOfCore') => {
    const recipe = recipeSchema.parse({ steps: [{ step: 'trimWhitespace' }] });
    const found = await cleanseTo({ ...(await open(content)), recipe, lane, to: format({ format: name }) });
    return readFile(found.exported?.path ?? '');
  };
  expect(await bytes('outOfCore')).toEqual(await bytes('memory'));
});

it('refuses what a workbook cannot hold', async () => {
  await expect(exported(`a,b\n1,${'x'.repeat(32_768)}\n2,y\n`, { format: 'xlsx' })).rejects.toMatchObject({
    code: 'does-not-fit-workbook',
  });
});

it.each(['csv', 'ndjson', 'parquet', 'xlsx'] as const)('makes the same bytes again by the manifest, as %s too', async (name) => {
  const first = await cleanseTo({ ...(await open(table)), recipe: defaultRecipe(), to: format({ format: name }) });
  const { manifest } = first;
  expect(manifest.input.sha256).toMatch(/^[0-9a-f]{64}$/);
  const again = await cleanseTo({ ...(await open(table)), recipe: manifest.recipe, manifest });
  expect(again.manifest).toEqual(manifest);
  expect(await readFile(again.exported?.path ?? '')).toEqual(await readFile(first.exported?.path ?? ''));
  const other = cleanseTo({ ...(await open(`${table}1,2,3\n`)), recipe: manifest.recipe, manifest });
  await expect(other).rejects.toMatchObject({ code: 'manifest-not-met', evidence: { differ: ['input', 'output', 'exported'] } });
});
