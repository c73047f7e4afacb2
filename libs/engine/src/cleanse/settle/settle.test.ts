import { Fault, recipeSchema, type RecipeInput } from '@millrace/contracts';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../../ingest/ingest';
import { cleanse } from '../cleanse';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'settle-'));
});
afterEach(() => rm(folder, { recursive: true }));

const cleansed = async (content: string, steps: RecipeInput['steps']) => {
  const [sourcePath, workingCopyPath] = [join(folder, 'in'), join(folder, 'w.parquet')];
  await writeFile(sourcePath, content);
  const read = await ingest({ sourcePath, options: { format: 'csv', header: true, delimiter: ',' }, outputPath: workingCopyPath, asidePath: join(folder, 'aside') }); // prettier-ignore
  const recipe = recipeSchema.parse({ steps, limits: { changedShare: 1, keys: [] } });
  const { output, changes, quarantine } = await cleanse({ workingCopyPath, ingest: read, recipe, outputDir: folder });
  return { text: await readFile(output.path, 'utf8'), changes: changes.count, aside: quarantine.count };
};

it.each<[string, RecipeInput['steps'], string, string]>([
  ['what a later step writes is not undone by an earlier one', [{ step: 'changeCase', columns: ['a'], to: 'lower' }, { step: 'mapValues', columns: ['a'], values: { deu: 'Germany' } }], 'a,b\nDEU,1\nFRA,2\n', 'a,b\nGermany,1\nfra,2\n'],
  ['a code is no text to be written in capitals', [{ step: 'changeCase', columns: ['a'], to: 'upper' }, { step: 'hashCells', columns: ['a'], key: 'sixteen letters!' }], 'a,b\nx,1\n', 'a,b\nf4e4bf1a1e28db2bbc3b8ee9e0cb5f1f,1\n'],
  ['rows that only look alike once they are masked stay', [{ step: 'dropDuplicates' }, { step: 'maskCells', columns: ['a'] }], 'a,b\nAnna,1\nOtto,1\nOtto,1\n', 'a,b\n****,1\n****,1\n'],
  ['rows are not judged by cells that were masked', [{ step: 'filterRows', where: [{ column: 'b', is: 'above', to: 3 }] }, { step: 'maskCells', columns: ['b'] }], 'a,b\nx,1\ny,10\n', 'a,b\ny,**\n'],
  ['rows that only look alike without a column stay', [{ step: 'dropDuplicates' }, { step: 'dropColumns', columns: ['a'] }], 'a,b\nx,1\ny,1\n', 'b\n1\n1\n'],
  ['rows that are alike without a sparse column do not', [{ step: 'dropDuplicates' }, { step: 'dropSparseColumns', absent: 0.6 }], 'a,b\nx,1\nx,\ny,\nz,\n', 'a\nx\ny\nz\n'],
  ['nor where another of those named stays', [{ step: 'dropDuplicates' }, { step: 'dropSparseColumns', columns: ['a', 'b'], absent: 0.6 }], 'a,b\nx,1\nx,\ny,\nz,\n', 'a\nx\ny\nz\n'],
  ['a column that was too sparse is missed neither behind', [{ step: 'dropSparseColumns', absent: 0.6 }, { step: 'trimWhitespace', columns: ['a', 'b'] }, { step: 'renameColumns', names: { b: 'z' } }, { step: 'filterRows', where: [{ column: 'b', is: 'present' }] }], 'a,b\n x,\ny,1\nz,\n', 'a\nx\ny\nz\n'],
  ['nor before', [{ step: 'trimWhitespace', columns: ['a', 'b'] }, { step: 'mapValues', columns: ['b'], values: { q: '2' } }, { step: 'dropSparseColumns', absent: 0.6 }], 'a,b\n x,\ny,1\nz,\n', 'a\nx\ny\nz\n'],
  ['what a percentile empties is far beyond it', [{ step: 'treatOutliers', columns: ['b'], method: 'percentile', factor: 0.2, action: 'null' }], 'a,b\nx,1\nx,2\nx,3\nx,4\nx,5\nx,6.5\nx,50\n', 'a,b\nx,1\nx,2\nx,3\nx,4\nx,5\nx,6.5\nx,\n'],
  ['rows that are alike once they are trimmed do not', [{ step: 'dropDuplicates' }, { step: 'trimWhitespace' }], 'a,b\nx,1\nx ,1\n', 'a,b\nx,1\n'],
  ['a column is known by its new name', [{ step: 'trimWhitespace', columns: ['a'] }, { step: 'renameColumns', names: { a: 'z' } }, { step: 'renameColumns', style: 'snake_case' }], 'a,Bee Ds\n x,1\n', 'z,bee_ds\nx,1\n'],
  ['one that was renamed and then left out is not missed', [{ step: 'renameColumns', names: { a: 'z' } }, { step: 'dropColumns', columns: ['z'] }], 'a,b\nx,1\n', 'b\n1\n'],
  ['one that was left out is not missed', [{ step: 'trimWhitespace', columns: ['a', 'b'] }, { step: 'dropColumns', columns: ['a'] }], 'a,b\n x, 1\n', 'b\n1\n'],
  ['a token that a later step brings forth is taken for absent', [{ step: 'normaliseNulls', tokens: ['none'] }, { step: 'changeCase', columns: ['a'], to: 'lower' }, { step: 'replaceText', columns: ['a'], pattern: '[.]', replacement: '' }], 'a,b\nn.one,1\n', 'a,b\n,1\n'],
  ['signs are squeezed until none is left', [{ step: 'replaceText', columns: ['a'], pattern: '--', replacement: '-' }], 'a,b\nx-----y,1\n', 'a,b\nx-y,1\n'],
])('%s, and the second time nothing changes', async (_, steps, content, expected) => {
  const once = await cleansed(content, steps);
  expect(once.text.replace(/[0-9a-f]{32}/, 'CODE')).toBe(expected.replace(/[0-9a-f]{32}/, 'CODE'));
  expect(await cleansed(once.text, steps)).toEqual({ text: once.text, changes: 0, aside: 0 });
}); // prettier-ignore

it('does not log cells that end as they began', async () => {
  const [lower, upper] = (['lower', 'upper'] as const).map((to) => ({ step: 'changeCase' as const, columns: ['a'], to }));
  expect(await cleansed('a,b\nX,1\ny,2\n', [lower!, upper!])).toEqual({ text: 'a,b\nX,1\nY,2\n', changes: 1, aside: 0 });
});

it.each<[string, RecipeInput['steps']]>([
  ['a prefix that is put before itself', [{ step: 'replaceText', columns: ['a'], pattern: '^', replacement: 'no ' }]],
  ['texts that are each other’s', [{ step: 'mapValues', columns: ['a'], values: { x: 'y', y: 'x' } }]],
])('refuses %s', async (_, steps) => {
  const error: unknown = await cleansed('a,b\nx,1\n', steps).catch((thrown: unknown) => thrown);
  expect(error instanceof Fault && [error.code, error.evidence?.['invariant'], error.place]).toEqual(['invariant-broken', 'settled', { step: 0 }]);
}); // prettier-ignore
