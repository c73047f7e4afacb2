import type { RecordPair } from '@millrace/contracts';
import { ingest } from '@millrace/engine';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanseFile } from './cleanse-file';
import { matchFile } from './match-file';
import { suggestFile } from './suggest-file';
import { undoFile } from './undo-file';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

const open = async (content: string) => {
  const sourcePath = join(folder, 'in.csv');
  await writeFile(sourcePath, content);
  const [workingCopyPath, formPath] = [join(folder, 'w.parquet'), join(folder, 'form.parquet')];
  const read = await ingest({ sourcePath, options: {}, outputPath: workingCopyPath, asidePath: join(folder, 'aside'), formPath });
  return { name: 'in.csv', workingCopyPath, ingest: read, source: { path: sourcePath, formPath } };
};
const cleansing = {
  name: 'cleanse',
  files: ['in.csv'],
  json: true,
  recipe: null,
  out: null,
  changes: null,
  quarantine: null,
  suggestions: null,
  decisions: null,
  manifest: null,
  lane: 'auto',
  as: null,
  read: {},
  aside: null,
} as const;
const table = `id,amount\n${Array.from({ length: 60 }, (_, row) => `${row},${row % 20 === 0 ? ' N/A' : row}\n`).join('')}59,59\n`;

it('suggests, writes the safe steps as a recipe, and cleanses by it as by name', async () => {
  const printed: string[] = [];
  const output = { tell: () => undefined, print: (text: string) => void printed.push(text) };
  const read = await open(table);
  const recipe = join(folder, 'r.json');
  await suggestFile(read, { name: 'suggest', files: ['in.csv'], json: false, recipe, accept: [], read: {} }, output);
  expect(printed.filter((line) => /^(safe|ask)/.test(line)).map((line) => line.split(':')[0])).toEqual([
    'safe  0 trimWhitespace',
    'safe  1 normaliseNulls',
    'ask   2 dropDuplicates',
  ]);
  expect(printed).toContain('        row 0, "amount": "N/A" → absent');
  const cleansed = async (chosen: string) => {
    const out = join(folder, 'out.csv');
    await cleanseFile(
      read,
      { ...cleansing, recipe: chosen, out },
      { memoryBytes: null, folder: await mkdtemp(join(folder, 'scratch-')) },
      output,
    );
    return readFile(out, 'utf8');
  };
  expect(await cleansed(recipe)).toBe(table.replaceAll(' N/A', ''));
  expect(await cleansed('suggested')).toBe(table.replaceAll(' N/A', ''));
  expect(JSON.parse(printed.at(-1) ?? '')).toEqual({ rowsIn: 61, rowsOut: 61, changes: 6, quarantined: 0, keptAside: 0 });

  const suggest = (accept: number[]) =>
    suggestFile(read, { name: 'suggest', files: ['in.csv'], json: false, recipe, accept, read: {} }, output);
  await suggest([2]);
  await cleansed(recipe);
  expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject({ rowsOut: 60, quarantined: 1 });
  await expect(suggest([3])).rejects.toMatchObject({ code: 'validation-failed' });
});

it('writes rows that tell of the same thing, group by group', async () => {
  const printed: string[] = [];
  const output = { tell: () => undefined, print: (text: string) => void printed.push(text) };
  const [out, pairs] = [join(folder, 'groups.csv'), join(folder, 'pairs.ndjson')];
  const word = (seed: number) =>
    Array.from({ length: 4 }, (_, at) => 'bdfgklmnprst'[(seed * (at + 5) + at * at) % 12]! + 'aeiou'[(seed + at * 3) % 5]!).join('');
  const person = (row: number) =>
    `${row},${word(row % 40)},${word(100 + (row % 170))},${word(row % 23)},19${10 + (row % 80)}-0${1 + (row % 9)}-1${row % 10}`;
  const persons = Array.from({ length: 300 }, (_, row) => person(row));
  const again = person(30).replace(/^30,(.)(.)(.)/, '999,$1$3$2');
  const content = `id,given,family,town,born\n${persons.join('\n')}\n${again}\n`;
  const options = {
    name: 'match',
    files: ['in.csv'],
    json: true,
    columns: null,
    threshold: 0.9,
    decisions: null,
    read: {},
    aside: null,
  } as const;
  await matchFile(await open(content), { ...options, ignore: ['id'], out, pairs }, output);
  expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject({ rows: 301, clusters: 1, duplicates: 1 });
  expect(await readFile(out, 'utf8')).toBe(`cluster,row,id,given,family,town,born\n0,30,${persons[30]}\n0,300,${again}\n`);
  const [pair] = (await readFile(pairs, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as RecordPair); // prettier-ignore
  expect(pair?.rows).toEqual([30, 300]);
  expect(pair?.evidence.map(({ column, level }) => `${column} ${level}`)).toEqual(
    expect.arrayContaining(['given close', 'family same', 'born same']),
  );
});

it('obeys what is decided of pairs of rows, in a match and in steps that match', async () => {
  const word = (seed: number) =>
    Array.from({ length: 4 }, (_, at) => 'bdfgklmnprst'[(seed * (at + 5) + at * at) % 12]! + 'aeiou'[(seed + at * 3) % 5]!).join('');
  const person = (row: number) => `${word(row % 40)},${word(100 + (row % 170))},${word(row % 23)},19${10 + (row % 80)}-0${1 + (row % 9)}-1${row % 10}`; // prettier-ignore
  const again = person(30).replace(/^(.)(.)(.)/, '$1$3$2');
  const read = await open(`given,family,town,born\n${[...Array.from({ length: 200 }, (_, row) => person(row)), again].join('\n')}\n`);
  const printed: string[] = [];
  const output = { tell: () => undefined, print: (text: string) => void printed.push(text) };
  const [pairs, recipe, out, manifest] = [
    join(folder, 'pairs.ndjson'),
    join(folder, 'r.json'),
    join(folder, 'o.csv'),
    join(folder, 'm.json'),
  ];
  const options = { name: 'match', files: ['in.csv'], json: true, columns: null, ignore: null, threshold: 0.95, out: null, read: {}, aside: null } as const; // prettier-ignore
  await matchFile(read, { ...options, pairs, decisions: null }, output);
  const [pair] = (await readFile(pairs, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as RecordPair); // prettier-ignore
  expect(pair?.rows).toEqual([30, 200]);
  await writeFile(pairs, `${JSON.stringify({ ...pair, decision: 'different' })}\n`);
  await matchFile(read, { ...options, pairs: null, decisions: pairs }, output);
  expect(printed.map((line) => (JSON.parse(line) as { clusters: number }).clusters)).toEqual([1, 0]);

  // Cells that steps before have changed do not matter: rows are known by what they were.
  const steps = [
    { step: 'changeCase', columns: ['town'], to: 'upper' },
    { step: 'matchRecords', into: ['who', 'chance'] },
    { step: 'mergeRecords' },
  ];
  await writeFile(recipe, JSON.stringify({ steps, limits: { changedShare: 1 } }));
  const cleansed = async (more: object) => {
    const scratch = { memoryBytes: null, folder: await mkdtemp(join(folder, 'scratch-')) };
    await cleanseFile(read, { ...cleansing, recipe, out, ...more }, scratch, output);
    return (await readFile(out, 'utf8')).trim().split('\n');
  };
  const merged = await cleansed({});
  expect(merged).toHaveLength(201);
  expect(merged[31]).toMatch(/,0,(0\.\d{4}|1\.0000)$/);
  const kept = await cleansed({ decisions: pairs, manifest });
  expect([kept.length, kept[31]?.split(',').slice(4)]).toEqual([202, ['', '']]);
  // The manifest has what was decided, and tells of no cell.
  expect(JSON.parse(await readFile(manifest, 'utf8'))).toMatchObject({
    recipe: { steps: [{}, { decided: [{ pairs: [{ keys: ['0', '1'], decision: 'different' }], rows: { 0: [30], 1: [200] } }] }, {}] },
  });
  expect(await cleansed({ recipe: manifest })).toEqual(kept);
});

it('writes what it is not sure enough of, and obeys what is decided of it', async () => {
  const towns = ['Augsburg', 'Nuremberg', 'Regensburg'];
  const slips = new Map([[40, 'Nurembxrg'], [50, 'Regensborg']]); // prettier-ignore
  const rows = Array.from({ length: 90 }, (_, row) => `${row},${100 + (row % 3)},${slips.get(row) ?? towns[row % 3]}`);
  const read = await open(`id,code,town\n${rows.join('\n')}\n`);
  const [recipe, out, suggestions] = [join(folder, 'r.json'), join(folder, 'out.csv'), join(folder, 's.ndjson')];
  const step = { step: 'repairByDependency', dependencies: [{ from: ['code'], to: 'town' }], threshold: 1 };
  await writeFile(recipe, JSON.stringify({ steps: [step] }));
  const printed: string[] = [];
  const output = { tell: () => undefined, print: (text: string) => void printed.push(text) };
  const cleansed = async (more: object) => {
    const scratch = { memoryBytes: null, folder: await mkdtemp(join(folder, 'scratch-')) };
    await cleanseFile(read, { ...cleansing, json: false, recipe, out, ...more }, scratch, output);
    return (await readFile(out, 'utf8')).split('\n');
  };
  expect((await cleansed({ suggestions }))[41]).toBe('40,101,Nurembxrg');
  expect(printed).toEqual(['90 rows in, 90 out, 0 set aside, 0 cells changed, 2 more to decide on']);
  const [first = '', second = ''] = (await readFile(suggestions, 'utf8')).split('\n');
  const decided = { ...(JSON.parse(first) as object), decision: 'accepted', by: 'Ada' };
  await writeFile(suggestions, `${JSON.stringify(decided)}\n${second}\n`);
  const lines = await cleansed({ decisions: suggestions, suggestions: join(folder, 'left.ndjson') });
  expect([lines[41], lines[51]]).toEqual(['40,101,Nuremberg', '50,102,Regensborg']);
  expect(printed.slice(1)).toEqual([
    '90 rows in, 90 out, 0 set aside, 1 cells changed, 1 more to decide on',
    '  step 0, correctCells: 1 in "town"',
  ]);
  await writeFile(suggestions, `${second}\n${JSON.stringify({ ...decided, decision: 'maybe' })}\n`);
  await expect(cleansed({ decisions: suggestions })).rejects.toMatchObject({ code: 'validation-failed', place: { line: 2 } });
  await expect(cleansed({ decisions: join(folder, 'none') })).rejects.toMatchObject({ code: 'not-found' });
});

it('takes a cleansing back by its output and its log alone', async () => {
  const printed: string[] = [];
  const output = { tell: () => undefined, print: (text: string) => void printed.push(text) };
  const [out, changes, back] = [join(folder, 'out.csv'), join(folder, 'c.parquet'), join(folder, 'back.csv')];
  const content = 'a,b\r\n" x",1\r\n\r\ny ,2\n" x",1';
  await cleanseFile(await open(content), { ...cleansing, out, changes }, { memoryBytes: null, folder }, output);
  expect(await readFile(out, 'utf8')).toBe('a,b\r\nx,1\r\ny,2\r\n');
  const undoing = { name: 'undo', files: [out], json: true, changes, out: back } as const;
  await undoFile(out, { ...undoing, selection: 'all' }, await mkdtemp(join(folder, 'back-')), output);
  expect(await readFile(back, 'utf8')).toBe(content);
  expect(JSON.parse(printed.at(-1) ?? '')).toEqual({ rows: 3, changes: 3, rowsReturned: 1, isInput: true });
  await undoFile(out, { ...undoing, selection: { rows: [2] } }, await mkdtemp(join(folder, 'back-')), output);
  expect(await readFile(back, 'utf8')).toBe('a,b\r\nx,1\r\ny,2\r\n" x",1\r\n'.replace('" x"', ' x'));
  const missing = undoFile(out, { ...undoing, changes: join(folder, 'none'), selection: 'all' }, folder, output);
  await expect(missing).rejects.toMatchObject({ code: 'not-found' });
});

it('writes rows that were set aside as a table', async () => {
  const quarantine = join(folder, 'q.csv');
  const output = { tell: () => undefined, print: () => undefined };
  await cleanseFile(
    await open('a,b\n"x, y",\nz,1\n"x, y",\n=1+1,-2\n=1+1,-2\n'),
    { ...cleansing, quarantine },
    { memoryBytes: null, folder },
    output,
  );
  expect(await readFile(quarantine, 'utf8')).toBe(
    'row,step,reason,a,b\n2,dropDuplicates,repeats another row in every cell,"x, y",\n4,dropDuplicates,repeats another row in every cell,\'=1+1,-2\n',
  );
});

it('makes the same bytes again by a manifest, and refuses to call others so', async () => {
  const output = { tell: () => undefined, print: () => undefined };
  const [out, again, manifest] = [join(folder, 'out.csv'), join(folder, 'again.csv'), join(folder, 'm.json')];
  const scratch = async () => ({ memoryBytes: null, folder: await mkdtemp(join(folder, 'scratch-')) });
  await cleanseFile(await open(table), { ...cleansing, recipe: 'suggested', out, manifest }, await scratch(), output);
  await cleanseFile(await open(table), { ...cleansing, recipe: manifest, out: again }, await scratch(), output);
  expect(await readFile(again, 'utf8')).toBe(await readFile(out, 'utf8'));
  const other = cleanseFile(
    await open(`${table}60,1\n`),
    { ...cleansing, recipe: manifest, out: join(folder, 'no') },
    await scratch(),
    output,
  );
  await expect(other).rejects.toMatchObject({ code: 'manifest-not-met', evidence: { differ: ['input', 'output'] } });
  await expect(readFile(join(folder, 'no'))).rejects.toThrow('ENOENT');
});
