import { Fault, recipeSchema, suggestedChangeSchema } from '@millrace/contracts';
import fc from 'fast-check';
import pl from 'nodejs-polars';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forSeconds } from '../../../../../test/support/slow-property';
import { ingest } from '../../ingest/ingest';
import { undo } from '../../undo/undo';
import { cleanse, type Cleansed } from '../cleanse';
import { asText, recipes, tables } from '../testing/random-recipes';
import { cleanseOutOfCore } from './cleanse-out-of-core';
import { cleanseWithin } from './cleanse-within';
import { inGroups } from './testing/in-groups';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanes-'));
});
afterEach(() => rm(folder, { recursive: true }));

const read = async (content: string, rowGroupSize: number) => {
  const place = await mkdtemp(join(folder, 'one-'));
  const [sourcePath, whole, workingCopyPath] = [join(place, 'in'), join(place, 'whole.parquet'), join(place, 'w.parquet')];
  await writeFile(sourcePath, content);
  const options = { format: 'csv', header: true, delimiter: ',', quote: '"' } as const;
  const account = await ingest({ sourcePath, options, outputPath: whole, asidePath: join(place, 'aside') });
  // Few rows in a group, so that a small table is worked on in several parts.
  inGroups(whole, workingCopyPath, rowGroupSize);
  return { workingCopyPath, ingest: account, source: { path: sourcePath }, place };
};

const within = (place: string) => ({ memoryBytes: null, spill: { path: join(place, 'spill'), quotaBytes: Infinity } });

const told = async ({ output, changes, quarantine, manifest, rowsIn, rowsOut }: Cleansed) => ({
  text: await readFile(output.path, 'utf8'),
  changes: await readFile(changes.ndjsonPath, 'utf8'),
  log: pl.readParquet(changes.parquetPath).toRecords(),
  quarantine: await readFile(quarantine.ndjsonPath, 'utf8'),
  ...{ manifest, rowsIn, rowsOut, counts: [changes.count, quarantine.count] },
});

const failed = (error: unknown) => {
  if (error instanceof Fault) return { code: error.code, place: error.place };
  throw error;
};

it('both lanes make the same of random tables by random recipes, and what was made out of core is taken back', async () => {
  let [tried, done] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      tables,
      recipes,
      fc.integer({ min: 1, max: 6 }),
      fc.boolean(),
      forSeconds(20, async (rows, steps, rowGroupSize, keepHidden) => {
        tried += 1;
        const content = asText(rows);
        const { place, ...table } = await read(content, rowGroupSize);
        const recipe = recipeSchema.parse({ steps, limits: { changedShare: 1, keys: [] }, keepHidden });
        const [inMemory, outOfCore] = [await mkdtemp(join(place, 'memory-')), await mkdtemp(join(place, 'disk-'))];
        const request = { ...table, recipe, ...within(place) };
        const expected = await cleanseWithin({ ...request, lane: 'memory', outputDir: inMemory }).catch(failed);
        const found = await cleanseWithin({ ...request, lane: 'outOfCore', outputDir: outOfCore }).catch(failed);
        if (steps.some(({ step }) => step === 'mergeRecords')) {
          expect(found).toMatchObject({ code: 'needs-too-much-memory' });
          return;
        }
        if ('code' in expected || 'code' in found) {
          expect(found).toEqual(expected);
          return;
        }
        expect(await told(found)).toEqual(await told(expected));
        if (!keepHidden && steps.some(({ step }) => ['maskCells', 'hashCells', 'generalise'].includes(step))) return;
        const back = await undo({
          cleansedPath: found.output.path,
          changesPath: found.changes.parquetPath,
          selection: 'all',
          rowsAtOnce: rowGroupSize,
          outputDir: place,
        });
        expect([back.isInput, await readFile(back.path, 'utf8')]).toEqual([true, content]);
        done += 1;
      }),
    ),
    { numRuns: 12 },
  );
  // A slow machine tries few, of which each may be one that both lanes refuse.
  expect(done).toBeGreaterThanOrEqual(Math.floor((tried - 8) / 4));
});

it('both lanes leave the same suggestions, also where people have decided on some', async () => {
  const towns = ['Augsburg', 'Nuremberg', 'Regensburg'];
  const slips = new Map([[40, 'Nurembxrg'], [50, 'Regensborg'], [71, 'Regensbrug']]);
  const rows = Array.from({ length: 90 }, (_, row) => `${row},${100 + (row % 3)}, ${slips.get(row) ?? towns[row % 3]}`);
  const { place, ...table } = await read(`id,code,town\n${rows.join('\n')}\n`, 20);
  const doubtful = { step: 'repairByDependency', dependencies: [{ from: ['code'], to: 'town' }], threshold: 1 };
  const suggestions = async (lane: 'memory' | 'outOfCore', steps: object[]) => {
    const outputDir = await mkdtemp(join(place, 'out-'));
    const recipe = recipeSchema.parse({ steps: [...steps, { step: 'trimWhitespace' }, doubtful] });
    const found = await cleanseWithin({ ...table, recipe, outputDir, ...within(place), lane, suggestionsPath: join(outputDir, 's') });
    const lines = (await readFile(found.suggestions!.ndjsonPath, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(found.suggestions!.count);
    return lines.map((line) => suggestedChangeSchema.parse(JSON.parse(line)));
  };
  const all = await suggestions('memory', []);
  expect(all).toMatchObject([
    { row: 40, column: 'town', before: 'Nurembxrg', after: 'Nuremberg', step: 1, stepName: 'repairByDependency' },
    { row: 50, before: 'Regensborg' },
    { row: 71, before: 'Regensbrug' },
  ]);
  expect(await suggestions('outOfCore', [])).toEqual(all);
  const cells = all.slice(1).map(({ record, column, after }, at) => ({ row: record, column, text: after, decision: at === 0 ? 'accepted' : 'rejected', by: 'Ada' }));
  const decided = [{ step: 'correctCells', identifiedBy: ['id', 'code', 'town'], cells }];
  const left = await suggestions('memory', decided);
  expect(left.map(({ row }) => row)).toEqual([40]);
  expect(await suggestions('outOfCore', decided)).toEqual(left);
  expect((await cleanseWithin({ ...table, recipe: recipeSchema.parse({ steps: [doubtful] }), outputDir: place, ...within(place) })).suggestions).toBeNull();
}); // prettier-ignore

it('both lanes leave a cluster to people in which two values are frequent, and do what they have said', async () => {
  const written = (row: number) => (row === 3 ? 'acme corp' : row % 3 === 0 ? 'ACME Corp.' : 'Acme Corp');
  const { place, ...table } = await read(`id,firm\n${Array.from({ length: 30 }, (_, row) => `${row},${written(row)}\n`).join('')}`, 7);
  const done = async (lane: 'memory' | 'outOfCore', steps: object[]) => {
    const outputDir = await mkdtemp(join(place, 'out-'));
    const recipe = recipeSchema.parse({ steps: [...steps, { step: 'clusterValues', columns: ['firm'] }], limits: { changedShare: 1 } });
    const found = await cleanseWithin({ ...table, recipe, outputDir, ...within(place), lane, suggestionsPath: join(outputDir, 's') });
    const lines = (await readFile(found.suggestions!.ndjsonPath, 'utf8')).split('\n').filter((line) => line !== '');
    return { changes: found.changes.count, suggested: lines.map((line) => suggestedChangeSchema.parse(JSON.parse(line))) };
  };
  const first = await done('memory', []);
  expect([first.changes, first.suggested.length]).toEqual([1, 9]);
  expect(first.suggested[0]).toMatchObject({ row: 0, before: 'ACME Corp.', after: 'Acme Corp', confidence: 0.7, reason: expect.stringContaining('both are frequent') });
  expect(await done('outOfCore', [])).toEqual(first);
  const [one] = first.suggested;
  const accepted = [{ step: 'correctCells', identifiedBy: ['id', 'firm'], cells: [{ row: one!.record, column: 'firm', text: one!.after, decision: 'accepted', by: 'Ada' }] }];
  const then = await done('memory', accepted);
  expect([then.changes, then.suggested.length]).toEqual([2, 8]);
  expect(await done('outOfCore', accepted)).toEqual(then);
}); // prettier-ignore

it('leaves steps of a suggested recipe out whose columns do not fit, and says which', async () => {
  const names = Array.from({ length: 8 }, (_, at) => `n${at}`);
  const long = 'x'.repeat(300);
  const lines = Array.from({ length: 10_000 }, (_, row) => names.map((_, at) => ` ${long}${row}-${at}`).join(','));
  const { place, ...table } = await read(`${names.join(',')}\n${lines.join('\n')}\n`, 10_000);
  const steps = [{ step: 'repairTypos', columns: names }, { step: 'trimWhitespace' }, { step: 'clusterValues', columns: ['n0'] }];
  const request = { ...table, recipe: recipeSchema.parse({ steps, limits: { changedShare: 1 } }), outputDir: place, ...within(place), memoryBytes: 260 * 1024 ** 2, lane: 'outOfCore' as const };
  expect(await cleanseWithin(request).catch(failed)).toEqual({ code: 'needs-too-much-memory', place: { step: 0 } });
  const found = await cleanseWithin({ ...request, mayLeaveOut: true });
  expect(found.leftOut).toMatchObject([{ at: 0, step: 'repairTypos', columns: 8, offeredBytes: 260 * 1024 ** 2 }]);
  expect(found.manifest.recipe.steps.map(({ step }) => step)).toEqual(['trimWhitespace', 'clusterValues']);
  expect((await readFile(found.output.path, 'utf8')).split('\n')[1]).toBe(names.map((_, at) => `${long}0-${at}`).join(','));
}); // prettier-ignore

it('refuses by name a step whose columns do not fit, and one that compares all rows', async () => {
  const { place, ...table } = await read('a,b\nx,1\ny,2\n', 1);
  const tried = (steps: object[], memoryBytes: number | null) =>
    cleanseWithin({ ...table, recipe: recipeSchema.parse({ steps }), outputDir: place, ...within(place), memoryBytes, lane: 'outOfCore' }).catch(failed);
  expect(await tried([{ step: 'trimWhitespace' }, { step: 'clusterValues', columns: ['a'] }], 256 * 1024 ** 2)).toMatchObject({ rowsOut: 2, lane: 'outOfCore' });
  expect(await tried([{ step: 'mergeRecords', keys: ['a'] }], null)).toEqual({ code: 'needs-too-much-memory', place: { step: 0 } });
  expect(await tried([{ step: 'trimWhitespace' }], 100 * 1024 ** 2)).toMatchObject({ code: 'needs-too-much-memory' });
  const scarce = cleanseOutOfCore({ ...table, recipe: recipeSchema.parse({ steps: [{ step: 'trimWhitespace' }, { step: 'repairTypos', columns: ['b'] }] }), outputDir: place, ...within(place), memoryBytes: 1024 });
  expect(await scarce.catch(failed)).toEqual({ code: 'needs-too-much-memory', place: { step: 1 } });
}); // prettier-ignore

it('both lanes set the same rows aside for breaking rules, tell why, and put them back', async () => {
  const content = 'id,boss,day,n\n1,,13/01/2024,5\n2,1,14/01/2024,x\n3,2,01/15/2024,7\n4,3,N/A,8\n1,1,16/01/2024,9\n6,1,,2\n7,1,17/01/2024,3\n';
  const { place, ...table } = await read(content, 2);
  const rules = [{ kind: 'type', column: 'n', type: 'integer' }, { kind: 'type', column: 'day', type: 'date' }, { kind: 'notNull', column: 'day' }, { kind: 'key', columns: ['id'] }, { kind: 'references', column: 'boss', to: 'id' }];
  const recipe = recipeSchema.parse({ steps: [{ step: 'trimWhitespace' }, { step: 'quarantineRows', rules }] });
  const [one, other] = [await mkdtemp(join(place, 'memory-')), await mkdtemp(join(place, 'disk-'))];
  const expected = await cleanse({ ...table, recipe, outputDir: one });
  const found = await cleanseOutOfCore({ ...table, recipe, outputDir: other, ...within(place) });
  expect(await told(found)).toEqual(await told(expected));
  expect((await told(found)).text).toBe('id,boss,day,n\n1,,13/01/2024,5\n7,1,17/01/2024,3\n');
  const left = (await readFile(found.quarantine.ndjsonPath, 'utf8')).trimEnd().split('\n').map((line) => JSON.parse(line) as { row: number; reason: string });
  expect(left.map(({ row, reason }) => [row, reason])).toEqual([
    [1, 'breaks the rule "type" on "n"'],
    [2, 'breaks the rule "type" on "day"'],
    [3, 'breaks the rule "notNull" on "day"'],
    [4, 'breaks the rule "key" on "id"'],
    [5, 'breaks the rule "notNull" on "day"'],
  ]);
  const back = await undo({ cleansedPath: found.output.path, changesPath: found.changes.parquetPath, selection: 'all', outputDir: place });
  expect(await readFile(back.path, 'utf8')).toBe(content);
  const one2 = await undo({ cleansedPath: expected.output.path, changesPath: expected.changes.parquetPath, selection: { rows: [4] }, outputDir: one });
  expect(await readFile(one2.path, 'utf8')).toBe('id,boss,day,n\n1,,13/01/2024,5\n1,1,16/01/2024,9\n7,1,17/01/2024,3\n');
  const contract = recipeSchema.parse({ steps: [{ step: 'quarantineRows', contract: true }] });
  for (const lane of ['memory', 'outOfCore'] as const) expect(await cleanseWithin({ ...table, recipe: contract, outputDir: one, ...within(place), lane }).catch(failed)).toEqual({ code: 'invalid-recipe', place: { step: 0 } });
}); // prettier-ignore

it('both lanes find the same rows to be the same', async () => {
  const word = (seed: number) =>
    Array.from({ length: 4 }, (_, at) => 'bdfgklmnprst'[(seed * (at + 5) + at * at) % 12]! + 'aeiou'[(seed + at * 3) % 5]!).join('');
  const person = (row: number) => `${word(row % 40)},${word(100 + (row % 170))},${word(row % 23)},19${10 + (row % 80)}-0${1 + (row % 9)}-1${row % 10}`;
  const persons = Array.from({ length: 200 }, (_, row) => person(row));
  const { place, ...table } = await read(`given,family,town,born\n${[...persons, persons[30]!.replace(/^(.)(.)(.)/, '$1$3$2')].join('\n')}\n`, 23);
  const steps = [{ step: 'changeCase', columns: ['town'], to: 'upper' }, { step: 'matchRecords', into: ['who', 'chance'] }];
  const recipe = recipeSchema.parse({ steps, limits: { changedShare: 1, keys: [] } });
  const [inMemory, outOfCore] = [await mkdtemp(join(place, 'memory-')), await mkdtemp(join(place, 'disk-'))];
  const expected = await told(await cleanse({ ...table, recipe, outputDir: inMemory }));
  expect(await told(await cleanseOutOfCore({ ...table, recipe, outputDir: outOfCore, ...within(place) }))).toEqual(expected);
  expect(expected.text.split('\n').filter((line) => line.split(',')[4] === '0')).toHaveLength(2);
}); // prettier-ignore

it('both lanes pass over what names a column that turned out too sparse', async () => {
  const { place, ...table } = await read('a,b,c\n x,,1\ny,1, 2\nz,,3\nz,,3\n', 1);
  const named = [{ step: 'dropSparseColumns', absent: 0.6 }, { step: 'trimWhitespace', columns: ['b', 'a'] }, { step: 'repairTypos', columns: ['b', 'c'] }, { step: 'dropDuplicates', keys: ['b'] }, { step: 'dropDuplicates' }];
  const recipe = recipeSchema.parse({ steps: named, limits: { changedShare: 1 } });
  const expected = await cleanse({ ...table, recipe, outputDir: await mkdtemp(join(place, 'memory-')) });
  const found = await cleanseOutOfCore({ ...table, recipe, outputDir: await mkdtemp(join(place, 'disk-')), ...within(place) });
  expect(await told(found)).toEqual(await told(expected));
  expect((await told(found)).text).toBe('a,c\nx,1\ny, 2\nz,3\n');
}); // prettier-ignore

it.each<[string, object, object]>([
  ['a key that no longer tells rows apart', { step: 'changeCase', columns: ['a'], to: 'lower' }, {}],
  ['a key that limits name', { step: 'changeCase', columns: ['b'], to: 'lower' }, { keys: [['b']] }],
  ['a sum that changes', { step: 'mapValues', columns: ['n'], values: { 7: '9' } }, { sums: [{ column: 'n', tolerance: 0.001 }] }],
  ['too many other cells', { step: 'mapValues', columns: ['c'], values: { x: 'y' } }, {}],
])('finds %s in both lanes', async (_, step, limits) => {
  const rows = Array.from({ length: 40 }, (_, at) => [at % 2 === 0 ? `k${at}` : `K${at - 1}`, at === 3 ? 'q' : at === 4 ? 'Q' : `r${at}`, 'x', String(at)]);
  const { place, ...table } = await read(`a,b,c,n\n${rows.map((row) => row.join(',')).join('\n')}\n`, 7);
  const recipe = recipeSchema.parse({ steps: [step], limits });
  const tell = (error: unknown) => (error instanceof Fault ? [error.code, error.message, error.evidence] : error);
  const inMemory: unknown = await cleanse({ ...table, recipe, outputDir: place }).catch(tell);
  expect(inMemory).toEqual(['invariant-broken', expect.any(String), expect.anything()]);
  expect(await cleanseOutOfCore({ ...table, recipe, outputDir: place, ...within(place) }).catch(tell)).toEqual(inMemory);
}); // prettier-ignore
