import { changeCountsSchema, recipeSchema } from '@millrace/contracts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanse } from '../cleanse/cleanse';
import { ingest } from '../ingest/ingest';
import { countChanges } from './count-changes';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'counts-'));
});
afterEach(() => rm(folder, { recursive: true }));

const counted = async (content: string) => {
  const [sourcePath, workingCopyPath] = [join(folder, 'in'), join(folder, 'w.parquet')];
  await writeFile(sourcePath, content);
  const read = await ingest({ sourcePath, options: {}, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
  const recipe = recipeSchema.parse({ steps: [{ step: 'trimWhitespace' }, { step: 'normaliseNulls' }] });
  const { changes } = await cleanse({ workingCopyPath, ingest: read, recipe, outputDir: folder });
  return changeCountsSchema.parse(countChanges(changes.parquetPath));
};

it('counts by step and column, with the commonest changes', async () => {
  const ways = [' a', 'b ', ' c', ' d', ' e', ' f', ' a', 'x', 'x', ' N/A', ' N/A', 'N/A'];
  const found = await counted(`id,v\n${ways.map((cell, row) => `${row},${cell}\n`).join('')}`);
  expect(found).toMatchObject({ cells: 12, rows: 10 });
  expect(found.groups.map(({ step, stepName, column, cells, rows }) => [step, stepName, column, cells, rows])).toEqual([
    [0, 'trimWhitespace', 'v', 9, 9],
    [1, 'normaliseNulls', 'v', 3, 3],
  ]);
  const [trim, nulls] = found.groups;
  expect(trim?.samples.map(({ before, after, cells, row }) => [before, after, cells, row])).toEqual([
    [' a', 'a', 2, 0],
    [' N/A', 'N/A', 2, 9],
    ['b ', 'b', 1, 1],
    [' c', 'c', 1, 2],
    [' d', 'd', 1, 3],
  ]);
  expect(nulls?.samples).toEqual([expect.objectContaining({ before: 'N/A', after: null, cells: 3, row: 9 })]);
});

it('counts nothing where nothing has changed', async () => {
  expect(await counted('id,v\n1,a\n2,b\n')).toEqual({ schema: 'millrace.changeCounts/1', cells: 0, rows: 0, groups: [] });
});
