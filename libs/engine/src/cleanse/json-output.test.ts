import { outputFormatSchema, recipeSchema, type RecipeInput, type UndoSelection } from '@millrace/contracts';
import fc from 'fast-check';
import pl from 'nodejs-polars';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forSeconds } from '../../../../test/support/slow-property';
import { cleanseTo } from '../formats/cleanse-to';
import { ingest } from '../ingest/ingest';
import { RowShapes } from '../ingest/row-shapes';
import { scanCells } from '../ingest/working-copy';
import { readAttachment } from '../undo/log-attachment';
import { undo } from '../undo/undo';
import { cleanseWithin } from './out-of-core/cleanse-within';
import { inGroups } from './out-of-core/testing/in-groups';

type Steps = RecipeInput['steps'];
const lanes = ['memory', 'outOfCore'] as const;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'json-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** @param copyOf makes the working copy of what was read */
const cleansed = async (content: string, steps: Steps, lane: (typeof lanes)[number] = 'memory', copyOf = (from: string, to: string) => inGroups(from, to, 2)) => {
  const place = await mkdtemp(join(folder, 'one-'));
  const [sourcePath, whole, workingCopyPath] = [join(place, 'in'), join(place, 'whole.parquet'), join(place, 'w.parquet')];
  await writeFile(sourcePath, content);
  const read = await ingest({ sourcePath, options: { format: 'ndjson' }, outputPath: whole, asidePath: join(place, 'aside') });
  copyOf(whole, workingCopyPath);
  const recipe = recipeSchema.parse({ steps, limits: { changedShare: 1, keys: [] } });
  const within = { memoryBytes: null, spill: { path: join(place, 'spill'), quotaBytes: Infinity } };
  const request = { workingCopyPath, ingest: read, recipe, outputDir: place, lane, ...within };
  const found = await cleanseWithin(request);
  // Without its source, what comes back is written anew.
  const back = async (selection: UndoSelection, rowsAtOnce = 3) => {
    const outputDir = await mkdtemp(join(place, 'back-'));
    const paths = { cleansedPath: found.output.path, changesPath: found.changes.parquetPath };
    return readFile((await undo({ ...paths, selection, rowsAtOnce, outputDir })).path, 'utf8');
  };
  return { ...found, request, back, text: await readFile(found.output.path, 'utf8') };
}; // prettier-ignore

const trim: Steps = [{ step: 'trimWhitespace' }];
const lines = (...objects: string[]): string => objects.map((object) => `${object}\n`).join('');

it.each<[string, string, Steps, string]>([
  ['numbers beside a text', lines('{"a":1}', '{"a":" x"}', '{"a":2.50}'), trim, lines('{"a":1}', '{"a":"x"}', '{"a":2.50}')],
  ['texts of digits among numbers', lines('{"a":1}', '{"a":"01"}', '{"a":"2"}', '{"a":3}'), trim, lines('{"a":1}', '{"a":"01"}', '{"a":"2"}', '{"a":3}')],
  ['absent keys apart from null', lines('{"a":" x","b":1}', '{"b":null}', '{"a":null}', '{}'), trim, lines('{"a":"x","b":1}', '{"b":null}', '{"a":null}', '{}')],
  ['keys in the order of their row', lines('{"a":" x","b":1,"c":2}', '{"c":3,"a":"y"}', '{"b":"4","c":5,"a":6}'), trim, lines('{"a":"x","b":1,"c":2}', '{"c":3,"a":"y"}', '{"b":"4","c":5,"a":6}')],
  ['values of every kind', lines('{"a":true}', '{"a":" true"}', '{"a":{"b":[1,"2"]}}', '{"a":"[1]"}', '{"a":[]}', '{"a":""}'), trim, lines('{"a":true}', '{"a":"true"}', '{"a":{"b":[1,"2"]}}', '{"a":"[1]"}', '{"a":[]}', '{"a":""}')],
  ['a value that was none, among texts', lines('{"a":"01"}', '{"a":null}', '{"a":"02","b":1}', '{"b":2}'), [{ step: 'imputeNulls', columns: ['a'], method: 'constant', value: '03' }, { step: 'imputeNulls', columns: ['b'], method: 'constant', value: '4' }], lines('{"a":"01","b":4}', '{"a":"03","b":4}', '{"a":"02","b":1}', '{"a":"03","b":2}')],
  ['a value that was none, among more texts than numbers', lines('{"a":"1"}', '{"a":null}', '{"a":"2"}', '{"a":3}'), [{ step: 'imputeNulls', columns: ['a'], method: 'constant', value: '4' }], lines('{"a":"1"}', '{"a":"4"}', '{"a":"2"}', '{"a":3}')],
  ['a value that is none any more', lines('{"a":"N/A"}', '{"a":1}', '{"b":1}'), [{ step: 'normaliseNulls' }], lines('{"a":null}', '{"a":1}', '{"b":1}')],
  ['a nested value that is none any more', lines('{"a":{"b":1}}', '{"a":1}'), [{ step: 'replaceText', columns: ['a'], pattern: ':', replacement: '=', literal: true }], lines('{"a":"{\\"b\\"=1}"}', '{"a":1}')],
  ['columns that are renamed, left out, put elsewhere', lines('{"a":1,"b":"2","c":3}', '{"c":"4"}'), [{ step: 'renameColumns', names: { a: 'x' } }, { step: 'dropColumns', columns: ['b'] }, { step: 'reorderColumns', columns: ['c'] }], lines('{"c":3,"x":1}', '{"c":"4"}')],
  ['columns that are added', lines('{"a":"1 2","b":1}', '{"b":"2"}', '{"b":3,"a":null}'), [{ step: 'splitColumn', column: 'a', by: ' ', into: ['p', 'q'] }], lines('{"a":"1 2","p":"1","q":"2","b":1}', '{"p":null,"q":null,"b":"2"}', '{"b":3,"a":null,"p":null,"q":null}')],
  ['a column that no row has any more', lines('{"a":"1"}', '{"a":"x","b":1}', '{"a":"2"}'), [{ step: 'filterRows', where: [{ column: 'b', is: 'absent' }] }], lines('{"a":"1"}', '{"a":"2","b":null}')],
  ['columns that no row has any more', lines('{}', '{"a":"1","b":2}', '{}'), [{ step: 'filterRows', where: [{ column: 'b', is: 'absent' }] }], lines('{}', '{"a":null,"b":null}')],
])('leaves %s as they were, in both lanes, the second time, and on the way back', async (_, content, steps, expected) => {
  const [once, other] = [await cleansed(content, steps), await cleansed(content, steps, 'outOfCore')];
  expect([once.text, other.text]).toEqual([expected, expected]);
  expect(await other.back('all')).toBe(content);
  const again = await cleansed(expected, steps);
  expect([again.text, again.changes.count, again.quarantine.count]).toEqual([expected, 0, 0]);
}); // prettier-ignore

it('writes a table as its columns tell where nobody has kept the shapes of its rows', async () => {
  const content = lines('{"a":1,"b":"x "}', '{"b":2,"a":"3"}', '{"b":"4"}');
  const withoutShapes = (from: string, to: string) => void scanCells(from).sinkParquet(to).collectSync();
  const found = await cleansed(content, trim, 'memory', withoutShapes);
  const expected = lines('{"a":"1","b":"x"}', '{"a":"3","b":"2"}', '{"a":null,"b":"4"}');
  expect(found.text).toBe(expected);
  expect(await found.back({ steps: [0] })).toBe(expected.replace('x', 'x '));
});

it('keeps no shapes where columns tell all of it', async () => {
  const { request } = await cleansed(lines('{"a":1,"b":"x"}', '{"a":null,"b":"1"}', '{"a":true,"b":null}'), trim);
  expect(pl.scanParquet(request.workingCopyPath).columns).toEqual(['c0', 'c1']);
});

it('tells nobody which rows had a column that has gone for good', async () => {
  const content = lines('{"a":"x ","ill":true,"b":1}', '{"b":"2"}', '{"b":3,"ill":null,"a":" y"}');
  for (const lane of lanes) {
    const found = await cleansed(content, [...trim, { step: 'dropColumns', columns: ['ill'], forGood: true }], lane);
    expect(await found.back({ steps: [0] })).toBe(lines('{"a":"x ","b":1}', '{"b":"2"}', '{"b":3,"a":" y"}'));
    const path = join(found.request.outputDir, 'shapes-of-log');
    await (await readAttachment(found.changes.parquetPath)).extract('shapes', path);
    expect([...(RowShapes.in(path, found.request.ingest)?.all() ?? [])].flat()).toEqual(['t0o2', 't2', 'o2t0']);
  }
});

it('exports JSON lines as they are', async () => {
  const { request, text } = await cleansed(lines('{"a":"1 ","b":2}', '{"a":"3"}'), trim);
  const { exported } = await cleanseTo({ ...request, to: { format: 'ndjson' } });
  expect(await readFile(exported?.path ?? '', 'utf8')).toBe(text);
  const csv = await cleanseTo({ ...request, to: outputFormatSchema.parse({ format: 'csv' }) });
  expect(await readFile(csv.exported?.path ?? '', 'utf8')).toBe('a,b\n1,2\n3,\n');
});

/** A value as it is written, before and after its spaces are taken off. */
const value = fc.oneof(
  fc.constantFrom('1', '-0.50', '9007199254740993', '1E5', 'null', 'true', '{"x":[1,"2 "],"":null}', '[]', '" x"', '"1 "', '"[1] "', '"null"'),
  fc.json({ depthSize: 'small' }).map((text) => JSON.stringify(JSON.parse(text) as unknown)),
  fc.string({ unit: 'grapheme', maxLength: 4 }).map((text) => JSON.stringify(`${text}.`)),
); // prettier-ignore
const trimmed = (text: string): string => (text.startsWith('"') ? JSON.stringify((JSON.parse(text) as string).trim()) : text);
const key = fc.constantFrom('a', 'b', '', 'é 😀', '__proto__', 'c0', 'shape', '"\u2028');
const rows = fc.array(fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 5 }), { minLength: 1, maxLength: 9 });

it('leaves all other cells of random objects as they were, in both lanes and on the way back', async () => {
  const asText = (objects: readonly (readonly [string, string])[][], of: (text: string, name: string) => string) =>
    lines(...objects.map((members) => `{${members.map(([name, text]) => `${JSON.stringify(name)}:${of(text, name)}`).join(',')}}`));
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 9 }), forSeconds(2, async (objects, atOnce) => {
      const names = [...new Set(objects.flat().map(([name]) => name))];
      fc.pre(names.length > 0);
      const content = asText(objects, (text) => text);
      const [found, other] = [await cleansed(content, trim), await cleansed(content, trim, 'outOfCore')];
      const expected = asText(objects, trimmed);
      expect([found.text, other.text]).toEqual([expected, expected]);
      expect(await found.back({ steps: [0] }, atOnce)).toBe(content);
      const columns: string[] = names.slice(0, 1);
      expect(await other.back({ columns }, atOnce)).toBe(asText(objects, (text, name) => (columns.includes(name) ? text : trimmed(text))));
    })),
    { numRuns: 20 },
  );
}); // prettier-ignore
