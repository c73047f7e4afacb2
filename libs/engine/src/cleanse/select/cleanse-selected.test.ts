import { Fault, recipeSchema, type RecipeInput } from '@millrace/contracts';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../../ingest/ingest';
import { undo } from '../../undo/undo';
import { cleanseWithin } from '../out-of-core/cleanse-within';
import { inGroups } from '../out-of-core/testing/in-groups';

type Steps = RecipeInput['steps'];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selected-'));
});
afterEach(() => rm(folder, { recursive: true }));

const cleansed = async (content: string, steps: Steps, lane: 'memory' | 'outOfCore', more: object = {}) => {
  const place = await mkdtemp(join(folder, 'one-'));
  const [sourcePath, whole, workingCopyPath] = [join(place, 'in'), join(place, 'whole.parquet'), join(place, 'w.parquet')];
  await writeFile(sourcePath, content);
  const options = { format: 'csv', header: true, delimiter: ',', quote: '"' } as const;
  const read = await ingest({ sourcePath, options, outputPath: whole, asidePath: join(place, 'aside') });
  inGroups(whole, workingCopyPath, 2);
  const recipe = recipeSchema.parse({ steps, limits: { changedShare: 1, keys: [] }, ...more });
  const outputDir = await mkdtemp(join(place, 'out-'));
  const within = { memoryBytes: null, spill: { path: join(place, 'spill'), quotaBytes: Infinity } };
  const found = await cleanseWithin({ workingCopyPath, ingest: read, recipe, source: { path: sourcePath }, outputDir, lane, ...within });
  return { ...found, outputDir, text: await readFile(found.output.path, 'utf8'), log: await readFile(found.changes.ndjsonPath, 'utf8') };
};

const faultOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  return error instanceof Fault ? [error.code, error.place, error.evidence?.['invariant'] ?? error.evidence?.['near']] : error;
};

const people =
  'id,mail,amount_net,amount_tax,note\n1,ada@x.org,"1.234,50","3,5",A\n2,bob@x.org,"7,25","1,5",b\n3,cid@x.org,"8,00","2,5",c\n4,dee@x.org,"9,00","4,5",a\n';

it.each<[string, Steps, string, string, string[][]]>([
  ['a pattern', [{ step: 'parseNumbers', columns: { matching: '^amount_' }, decimal: ',' }], people, people.replaceAll(/"([\d.]+),(\d+)"/g, (_, whole: string, part: string) => `${whole.replace('.', '')}.${part}`), [['amount_net', 'amount_tax']]],
  ['a pattern but for one', [{ step: 'dropColumns', columns: { matching: '^amount', except: ['amount_tax'] } }], 'id,amount_net,amount_tax\n1,2,3\n', 'id,amount_tax\n1,3\n', [['amount_net']]],
  ['a pattern, and others by name', [{ step: 'changeCase', columns: { names: ['note'], matching: '^m' }, to: 'upper' }], 'id,mail,note\n1,a@b.co,x\n', 'id,mail,note\n1,A@B.CO,X\n', [['note', 'mail']]],
  ['all but some', [{ step: 'trimWhitespace', columns: { except: ['b'] } }], 'a,b\n x, y\n', 'a,b\nx, y\n', [['a']]],
  ['kind', [{ step: 'treatOutliers', columns: { kinds: ['decimal'] }, factor: 1.5, action: 'null' }], 'a,b\nx,1.5\nx,2.5\nx,2.5\nx,3.5\nx,99.5\n', 'a,b\nx,1.5\nx,2.5\nx,2.5\nx,3.5\nx,\n', [['b']]],
  ['kind and pattern, both of which hold', [{ step: 'parseNumbers', columns: { kinds: ['text', 'identifier'], matching: '^b' }, decimal: ',' }], 'a,b\n"1,5","1,5"\n"2,5 €","2,5 €"\n7,7\n', 'a,b\n"1,5",1.5\n"2,5 €",2.5\n7,7\n', [['b']]],
  ['a kind that a step before it makes', [{ step: 'castColumn', columns: ['b'], to: 'integer', onMisfit: 'null' }, { step: 'treatOutliers', columns: { kinds: ['integer'] }, action: 'null' }], 'a,b\nx,1\nx,2\nx,2\nx,3\nx,y\nx,99\n', 'a,b\nx,1\nx,2\nx,2\nx,3\nx,\nx,\n', [['b']]],
  ['a kind that a step behind it makes', [{ step: 'treatOutliers', columns: { kinds: ['integer'] }, action: 'null' }, { step: 'castColumn', columns: ['b'], to: 'integer', onMisfit: 'null' }], 'a,b\nx,1\nx,2\nx,2\nx,3\nx,y\nx,99\n', 'a,b\nx,1\nx,2\nx,2\nx,3\nx,\nx,\n', [['b']]],
  ['semantic type', [{ step: 'changeCase', columns: { semanticTypes: ['email'] }, to: 'lower' }], 'id,m\nA,Ada@X.org\nB,bob@x.org\n', 'id,m\nA,ada@x.org\nB,bob@x.org\n', [['m']]],
  ['names as they are then', [{ step: 'renameColumns', names: { a: 'tmp_a' } }, { step: 'dropColumns', columns: { matching: '^tmp_' } }], 'a,b\n1,2\n', 'b\n2\n', [['a']]],
  ['names that they get later', [{ step: 'changeCase', columns: { matching: '^z' }, to: 'upper' }, { step: 'renameColumns', names: { a: 'z' } }], 'a,b\nx,y\n', 'z,b\nX,y\n', [['a']]],
  ['a pattern of columns that are added later', [{ step: 'changeCase', columns: { matching: '\\d$' }, to: 'upper' }, { step: 'splitColumn', column: 'a', by: ' ', into: ['a1', 'a2'] }], 'a,b\nx y,1\n', 'a,a1,a2,b\nx y,X,Y,1\n', [['a1', 'a2']]],
  ['what nothing is', [{ step: 'trimWhitespace', columns: { matching: '^none' } }, { step: 'changeCase', columns: { semanticTypes: ['iban'] }, to: 'upper' }], 'a,b\n x,y\n', 'a,b\n x,y\n', [[], []]],
  ['order of the table', [{ step: 'reorderColumns', columns: { matching: '[cb]' } }], 'a,b,c\n1,2,3\n', 'b,c,a\n2,3,1\n', [['b', 'c']]],
  ['kind, but for what is filled by', [{ step: 'imputeNulls', columns: { kinds: ['category', 'text'] }, method: 'mode', by: ['a'] }], 'a,b\nx,q\nx,q\nx,\ny,r\ny,r\ny,r\n', 'a,b\nx,q\nx,q\nx,q\ny,r\ny,r\ny,r\n', [['b']]],
])('selects by %s in both lanes, and the second time changes nothing', async (_, steps, content, expected, selected) => {
  const [first, other] = [await cleansed(content, steps, 'memory'), await cleansed(content, steps, 'outOfCore')];
  expect(first.text).toBe(expected);
  expect(first.manifest.selected?.map(({ columns }) => columns)).toEqual(selected);
  expect([other.text, other.log, other.manifest]).toEqual([first.text, first.log, first.manifest]);
  const back = await undo({ cleansedPath: first.output.path, changesPath: first.changes.parquetPath, selection: 'all', outputDir: first.outputDir });
  expect(await readFile(back.path, 'utf8')).toBe(content);
  for (const lane of ['memory', 'outOfCore'] as const) {
    const again = await cleansed(expected, steps, lane);
    expect([again.text, again.changes.count, again.quarantine.count]).toEqual([expected, 0, 0]);
  }
}); // prettier-ignore

it('refuses names that are not there, in either part', async () => {
  const one = (columns: object) => faultOf(cleansed('alpha,b\n1,2\n', [{ step: 'trimWhitespace', columns }], 'memory'));
  for (const columns of [{ names: ['alfa'] }, { matching: '^b', except: ['alfa'] }])
    expect(await one(columns)).toEqual(['unknown-column', { step: 0, column: 'alfa' }, undefined]);
});

it('keeps nothing of columns that a selector hides, whenever it turns out to take them', async () => {
  const steps: Steps = [{ step: 'maskCells', columns: { semanticTypes: ['email'] } }, { step: 'replaceText', columns: ['m'], pattern: ' at ', replacement: '@', literal: true }]; // prettier-ignore
  const content = 'id,m\n1,ada at secret.org\n2,bob at secret.org\n';
  for (const lane of ['memory', 'outOfCore'] as const) {
    const { text, outputDir, manifest } = await cleansed(content, steps, lane);
    expect(text).not.toContain('secret');
    expect(manifest.selected).toEqual([{ step: 0, columns: ['m'] }]);
    const files = (await readdir(outputDir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    for (const { parentPath, name } of files) expect([name, (await readFile(join(parentPath, name), 'latin1')).includes('secret')]).toEqual([name, false]);
  }
}); // prettier-ignore

it('keeps nothing of columns that are hidden once they are added', async () => {
  const steps: Steps = [{ step: 'maskCells', columns: { matching: '\\d$' } }, { step: 'splitColumn', column: 'a', by: ' ', into: ['a1', 'a2'] }]; // prettier-ignore
  for (const lane of ['memory', 'outOfCore'] as const) {
    const { text, log } = await cleansed('a,b\nx y,1\n', steps, lane);
    expect(text).toBe('a,a1,a2,b\nx y,*,*,1\n');
    expect(log.trimEnd().split('\n').map((line) => JSON.parse(line) as object)).toMatchObject([{ column: 'a1', before: null, hidden: true }, { column: 'a2', before: null, hidden: true }]); // prettier-ignore
  }
});

it('refuses a recipe that would not know its own output', async () => {
  const steps: Steps = [
    { step: 'quarantineRows', where: [{ column: 'm', is: 'matches', to: '^[*]' }] },
    { step: 'maskCells', columns: { semanticTypes: ['email'] } },
  ];
  const content = 'id,m\n1,ada@x.org\n2,bob@x.org\n';
  for (const lane of ['memory', 'outOfCore'] as const)
    expect(await faultOf(cleansed(content, steps, lane))).toEqual(['invariant-broken', { step: 1 }, 'settled']);
  const named = await cleansed(content, [...steps.slice(0, 1), { step: 'maskCells', columns: ['m'] }], 'memory');
  expect(named.text).toBe('id,m\n1,***@*.***\n2,***@*.***\n');
});
