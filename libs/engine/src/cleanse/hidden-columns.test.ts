import { Fault, policySteps, recipeSchema, type Change, type UndoSelection } from '@millrace/contracts';
import pl from 'nodejs-polars';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../ingest/ingest';
import { readAttachment } from '../undo/log-attachment';
import { undo } from '../undo/undo';
import { cleanse } from './cleanse';
import { cleanseOutOfCore } from './out-of-core/cleanse-out-of-core';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hidden-'));
});
afterEach(() => rm(folder, { recursive: true }));

const content =
  'name,mail,born,phone,town\n' +
  '" Ada Secret",ada@secret.org,1815-12-10,030 111222, Berlin\n' +
  'Bob Secret ,bob@secret.org,1912-06-23,030 333444,Bonn\n' +
  'Bob Secret,bob@secret.org,1912-06-23,030 333444,Bonn\n' +
  'Cid Secret,cid@secret.org,1950-01-02,030 555666,nowhere\n';
const secrets = ['Secret', 'secret.org', '12-10', '06-23', '01-02', '111222', '333444', '555666'];
const policy = { name: 'mask', mail: 'hash', phone: 'drop', town: 'allow' } as const;
const steps = [
  { step: 'trimWhitespace' },
  { step: 'quarantineRows', where: [{ column: 'town', is: 'equal', to: 'nowhere' }] },
  { step: 'dropDuplicates' },
  { step: 'generalise', columns: ['born'], to: 'year' },
  ...policySteps(policy, 'a key of sixteen signs'),
];

const cleansed = async (more: object = {}, isOut = false) => {
  const place = await mkdtemp(join(folder, 'run-'));
  const [sourcePath, workingCopyPath, outputDir] = [join(place, 'in.csv'), join(place, 'w.parquet'), await mkdtemp(join(place, 'out-'))];
  await writeFile(sourcePath, content);
  const read = await ingest({ sourcePath, options: {}, outputPath: workingCopyPath, asidePath: join(place, 'aside') });
  const recipe = recipeSchema.parse({ steps, limits: { changedShare: 1 }, ...more });
  const request = { workingCopyPath, ingest: read, recipe, source: { path: sourcePath }, outputDir };
  const found = isOut
    ? await cleanseOutOfCore({ ...request, memoryBytes: null, spill: { path: join(place, 'spill'), quotaBytes: Infinity } })
    : await cleanse(request);
  const back = async (selection: UndoSelection) =>
    readFile((await undo({ cleansedPath: found.output.path, changesPath: found.changes.parquetPath, selection, outputDir: await mkdtemp(join(place, 'back-')) })).path, 'utf8'); // prettier-ignore
  return { ...found, place: outputDir, back };
};

/** All texts of all files, tables among them cell by cell. */
const textsIn = async (place: string): Promise<string> => {
  const files = (await readdir(place, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const texts: string[] = [];
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name);
    texts.push(name.endsWith('.parquet') ? JSON.stringify(pl.readParquet(path).toRecords()) : await readFile(path, 'latin1'));
  }
  return texts.join('\n');
};

it.each([false, true])('keeps nothing anywhere of what a policy hides (out of core: %s)', async (isOut) => {
  const { output, changes, quarantine, place } = await cleansed({}, isOut);
  const [, first = '', second = ''] = (await readFile(output.path, 'utf8')).split('\n');
  expect(first).toMatch(/^\*{3} \*{6},[0-9a-f]{32},1815,Berlin$/);
  expect(second).toMatch(/^\*{3} \*{6},[0-9a-f]{32},1912,Bonn$/);
  const texts = await textsIn(place);
  expect(secrets.filter((secret) => texts.includes(secret))).toEqual([]);
  const log = (await readFile(changes.ndjsonPath, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as Change); // prettier-ignore
  expect(log.filter(({ row, column }) => row === 0 && column === 'name')).toMatchObject([
    { before: null, after: null, stepName: 'trimWhitespace', hidden: true },
    { before: null, after: '*** ******', stepName: 'maskCells', hidden: true },
  ]);
  expect(log.find(({ column }) => column === 'town')).toMatchObject({ before: ' Berlin', after: 'Berlin', hidden: false });
  const left = (await readFile(quarantine.ndjsonPath, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as { cells: object }); // prettier-ignore
  expect(left[0]?.cells).toMatchObject({ name: '*** ******', born: '1950', phone: null, town: 'nowhere' });
  const attachment = await readAttachment(changes.parquetPath);
  expect(['source', 'form', 'columns'].filter((part) => attachment.has(part))).toEqual([]);
});

const codeOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof Fault ? error.code : error),
  );

it('says that what was hidden cannot be taken back, and takes back all else', async () => {
  const { back } = await cleansed();
  for (const selection of ['all', { columns: ['name'] }, { cells: [{ row: 0, column: 'mail' }] }, { steps: [3] }, { steps: [6] }] as const)
    expect(await codeOf(back(selection as UndoSelection))).toBe('hidden-for-good');
  const rows = (text: string) => text.replace(/[0-9a-f]{32}/g, '#').trim().split('\n').slice(1); // prettier-ignore
  expect(rows(await back({ columns: ['town'] }))).toEqual(['*** ******,#,1815, Berlin', '*** ******,#,1912,Bonn']);
  expect(rows(await back({ steps: [0] }))).toEqual(['*** ******,#,1815, Berlin', '*** ******,#,1912,Bonn']);
  expect(rows(await back({ rows: [3] }))).toEqual(['*** ******,#,1815,Berlin', '*** ******,#,1912,Bonn', '*** ******,#,1950,nowhere']);
});

it('brings all of it back where the recipe keeps what it hides', async () => {
  const { back } = await cleansed({ keepHidden: true });
  expect(await back('all')).toBe(content);
});
