import { suggestionRows } from '@millrace/contracts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../ingest/ingest';
import { suggestRecipe } from './suggest-recipe';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dates-'));
});
afterEach(() => rm(folder, { recursive: true }));

const two = (number: number): string => String(number).padStart(2, '0');
const rows = suggestionRows + 50_000;
/** ISO dates, some with the day first; a stretch of rows that no part of the sample has may have the month first. */
const suggestedFor = async (from: number, to: number) => {
  const line = (row: number): string => {
    const [day, month] = [two(1 + (row % 28)), two(1 + ((row * 7) % 12))];
    if (row >= from && row < to) return `${month}/${day}/2022`;
    return row % 40 === 0 ? `${day}/${month}/2022` : `2022-${month}-${day}`;
  };
  await writeFile(join(folder, 'in'), `seen,x\n${Array.from({ length: rows }, (_, row) => `${line(row)},1\n`).join('')}`);
  const workingCopyPath = join(folder, 'w.parquet');
  const read = await ingest({ sourcePath: join(folder, 'in'), options: {}, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
  return suggestRecipe({ workingCopyPath, ingest: read })
    .steps.filter(({ step }) => step.step === 'parseDates')
    .map(({ safe }) => safe);
};

it('holds the order of day and month against rows that the suggestions have not looked at', async () => {
  // Twenty parts of ten thousand rows are looked at, some 12,600 rows from one to the next.
  expect(await suggestedFor(10_500, 12_000)).toEqual([false]);
  expect(await suggestedFor(0, 0)).toEqual([true]);
});
