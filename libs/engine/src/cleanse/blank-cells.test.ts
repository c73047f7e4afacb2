import { recipeSchema, type RecipeInput } from '@millrace/contracts';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../ingest/ingest';
import { undo } from '../undo/undo';
import { cleanseWithin } from './out-of-core/cleanse-within';
import { inGroups } from './out-of-core/testing/in-groups';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blanks-'));
});
afterEach(() => rm(folder, { recursive: true }));

const lanes = ['memory', 'outOfCore'] as const;
/** What becomes of a table, two rows of it at a time out of core, and what taking all of it back gives. */
const done = async (content: string, steps: RecipeInput['steps'], lane: (typeof lanes)[number]) => {
  const outputDir = await mkdtemp(join(folder, lane));
  const [sourcePath, whole, workingCopyPath] = ['in', 'whole.parquet', 'w.parquet'].map((name) => join(outputDir, name)) as [string, string, string]; // prettier-ignore
  await writeFile(sourcePath, content);
  const read = await ingest({ sourcePath, options: {}, outputPath: whole, asidePath: join(outputDir, 'aside') });
  inGroups(whole, workingCopyPath, 2);
  const recipe = recipeSchema.parse({ steps, limits: { changedShare: 1, keys: [] } });
  const request = { workingCopyPath, ingest: read, recipe, lane, source: { path: sourcePath }, outputDir };
  const { output, changes, quarantine } = await cleanseWithin({ ...request, memoryBytes: null, spill: { path: join(outputDir, 'spill'), quotaBytes: Infinity } }); // prettier-ignore
  const back = await undo({ cleansedPath: output.path, changesPath: changes.parquetPath, selection: 'all', outputDir: await mkdtemp(join(outputDir, 'back')) }); // prettier-ignore
  return {
    text: await readFile(output.path, 'utf8'),
    counts: [changes.count, quarantine.count],
    back: await readFile(back.path, 'utf8'),
  };
};

const empty: RecipeInput['steps'][number] = { step: 'replaceText', columns: ['a'], pattern: '^-+$', replacement: '' };
describe.each(lanes)('a cell of which nothing is left (%s)', (lane) => {
  it.each<[string, RecipeInput['steps'], string]>([
    ['is filled', [{ step: 'trimWhitespace' }, { step: 'imputeNulls', columns: ['a'], method: 'constant', value: 'q' }], 'a,b\nx,1\nq,2\n--,3\ny,4\nq,5\n'],
    ['is filled where a pattern left nothing', [empty, { step: 'imputeNulls', columns: ['a'], method: 'constant', value: 'q' }], 'a,b\nx,1\n  ,2\nq,3\ny,4\nq,5\n'],
    ['leaves with its row', [{ step: 'collapseWhitespace' }, { step: 'trimWhitespace' }, { step: 'filterRows', where: [{ column: 'a', is: 'present' }] }], 'a,b\nx,1\n--,3\ny,4\n'],
    ['is written as absent', [{ step: 'mapValues', columns: ['a'], values: { '--': '' } }, { step: 'trimWhitespace' }], 'a,b\nx,1\n,2\n,3\ny,4\n,5\n'],
    ['makes a column sparse', [{ step: 'trimWhitespace' }, { step: 'dropSparseColumns', absent: 0.4 }], 'b\n1\n2\n3\n4\n5\n'],
  ])('%s, and the recipe changes nothing the second time', async (_, steps, expected) => {
    const content = 'a,b\nx,1\n  ,2\n--,3\ny,4\n,5\n';
    const { text, back } = await done(content, steps, lane);
    expect([text, back]).toEqual([expected, content]);
    expect(await done(text, steps, lane)).toMatchObject({ text, counts: [0, 0] });
  }); // prettier-ignore

  it('stays an empty text in JSON, which tells it from none', async () => {
    const content = '{"a":"x"}\n{"a":"  "}\n{"a":null}\n';
    const steps: RecipeInput['steps'] = [{ step: 'trimWhitespace' }, { step: 'imputeNulls', columns: ['a'], method: 'constant', value: 'q' }]; // prettier-ignore
    const { text, back } = await done(content, steps, lane);
    expect([text, back]).toEqual(['{"a":"x"}\n{"a":""}\n{"a":"q"}\n', content]);
    expect(await done(text, steps, lane)).toMatchObject({ text, counts: [0, 0] });
  });
});
