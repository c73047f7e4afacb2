import { recipeSchema, type RecipeInput } from '@millrace/contracts';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../ingest/ingest';
import { obeyPairDecisions } from './obey-pair-decisions';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pairs-'));
});
afterAll(() => rm(folder, { recursive: true }));

const keyOf = (...cells: string[]) => createHash('sha256').update(JSON.stringify(cells)).digest('hex').slice(0, 32);
const obeying = async (steps: RecipeInput['steps'], columns: string[], keys: [string, string]) => {
  const [sourcePath, workingCopyPath] = [join(folder, 'in'), join(folder, 'w.parquet')];
  await writeFile(sourcePath, 'id,name\n1,Ann\n2,Bob\n3,Ann\n');
  const read = await ingest({ sourcePath, options: {}, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
  const recipe = recipeSchema.parse({ steps });
  const decided = [{ columns, pairs: [{ keys, decision: 'different' as const }] }];
  return { recipe, obeyed: obeyPairDecisions({ workingCopyPath, ingest: read, recipe, decided }) };
};
const match = { step: 'matchRecords' as const, into: ['who'] };
const byKeys = { step: 'mergeRecords' as const, keys: ['id'] };

it('puts decisions into the steps that weigh evidence, by rows of the input, with all that are known by the same cells', async () => {
  const { recipe, obeyed } = await obeying([match, { step: 'mergeRecords' }, byKeys], ['name'], [keyOf('Ann'), keyOf('Bob')]);
  const decided = [{ pairs: [{ keys: ['0', '1'], decision: 'different' }], rows: { 0: [0, 2], 1: [1] } }];
  expect(obeyed.steps).toEqual([{ ...recipe.steps[0], decided }, { ...recipe.steps[1], decided }, recipe.steps[2]]);
});

it.each<[string, RecipeInput['steps'], string[], [string, string]]>([
  ['rows that are not there', [match], ['id', 'name'], [keyOf('1', 'Ann'), keyOf('4', 'Eve')]],
  ['rows that are known by a column that is gone', [match], ['name', 'born'], [keyOf('Ann', '1'), keyOf('Bob', '2')]],
  ['steps that merge by keys alone', [byKeys], ['name'], [keyOf('Ann'), keyOf('Bob')]],
])('passes over %s', async (_, steps, columns, keys) => {
  const { recipe, obeyed } = await obeying(steps, columns, keys);
  expect(obeyed).toBe(recipe);
});
