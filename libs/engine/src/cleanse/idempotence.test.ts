import { Fault, recipeSchema } from '@millrace/contracts';
import fc from 'fast-check';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forSeconds } from '../../../../test/support/slow-property';
import { ingest } from '../ingest/ingest';
import { undo } from '../undo/undo';
import { cleanseWithin } from './out-of-core/cleanse-within';
import { asText, inOrder, tables, variants } from './testing/random-recipes';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'idempotence-'));
});
afterEach(() => rm(folder, { recursive: true }));

const cleansed = async (content: string, steps: readonly object[]) => {
  const place = await mkdtemp(join(folder, 'one-'));
  const sourcePath = join(place, 'in');
  await writeFile(sourcePath, content);
  const options = { format: 'csv', header: true, delimiter: ',', quote: '"' } as const;
  const workingCopyPath = join(place, 'w.parquet');
  const read = await ingest({ sourcePath, options, outputPath: workingCopyPath, asidePath: join(place, 'aside') });
  const recipe = recipeSchema.parse({ steps, limits: { changedShare: 1, keys: [] }, keepHidden: true });
  const request = { workingCopyPath, ingest: read, recipe, source: { path: sourcePath }, outputDir: place };
  const found = await cleanseWithin({ ...request, memoryBytes: null, spill: { path: join(place, 'spill'), quotaBytes: Infinity } });
  return { ...found, place, output: await readFile(found.output.path, 'utf8'), outputPath: found.output.path };
};

/** Numbers with a decimal comma are not lost to a step that takes them for none. */
const isForbidden = (error: unknown) => error instanceof Fault && error.code === 'invalid-recipe' && error.message.includes('a comma before their fraction'); // prettier-ignore
const nullWhere = (isMeant: (error: unknown) => boolean) => (error: unknown): null => {
  if (!isMeant(error)) throw error;
  return null;
}; // prettier-ignore

it.each(variants)('$step changes nothing the second time', async (step) => {
  await fc.assert(
    fc.asyncProperty(
      tables,
      forSeconds(5, async (rows) => {
        const once = await cleansed(asText(rows), [step]).catch(nullWhere(isForbidden));
        // A table without a row is none that is read.
        fc.pre(once !== null && once.rowsOut > 0);
        const again = await cleansed(once.output, [step]);
        expect([again.changes.count, again.quarantine.count, again.output]).toEqual([0, 0, once.output]);
      }),
    ),
    { numRuns: 1 },
  );
});

/** A recipe whose steps for ever undo what others do is refused. */
const isUnsettled = (error: unknown) => error instanceof Fault && error.evidence?.['invariant'] === 'settled';

it('random recipes of all steps keep account of rows, are taken back byte for byte, and change nothing the second time', async () => {
  let refused = 0;
  const runs = 15;
  await fc.assert(
    fc.asyncProperty(tables, fc.shuffledSubarray(variants, { minLength: 1, maxLength: 6 }), forSeconds(20, async (rows, steps) => {
      const content = asText(rows);
      const once = await cleansed(content, inOrder(steps)).catch((error: unknown) => {
        refused += Number(isUnsettled(error));
        return nullWhere((one) => isUnsettled(one) || isForbidden(one))(error);
      });
      fc.pre(once !== null);
      const { rowsIn, rowsOut, quarantine, changes, place, outputPath, output } = once;
      expect(rowsIn).toBe(rowsOut + quarantine.count);
      const back = await undo({ cleansedPath: outputPath, changesPath: changes.parquetPath, selection: 'all', outputDir: await mkdtemp(join(place, 'back-')) });
      expect([back.isInput, await readFile(back.path, 'utf8')]).toEqual([true, content]);
      if (rowsOut === 0) return;
      const again = await cleansed(output, inOrder(steps));
      expect([again.changes.count, again.quarantine.count, again.output]).toEqual([0, 0, output]);
    })),
    { numRuns: runs },
  );
  expect(refused).toBeLessThanOrEqual(runs / 5);
}); // prettier-ignore
