import { Fault, recipeSchema, stepNames, type StepName } from '@millrace/contracts';
import fc from 'fast-check';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../ingest/ingest';
import { undo } from '../undo/undo';
import { cleanse } from './cleanse';

jest.setTimeout(120_000);

/** Every step, as it may stand in a recipe for a table of the columns a, b and c. */
const settings: { readonly [N in StepName]: readonly object[] } = {
  trimWhitespace: [{}],
  collapseWhitespace: [{}],
  normaliseUnicode: [{}],
  fixMojibake: [{}],
  normaliseNulls: [{}],
  changeCase: [{ columns: ['a'], to: 'upper' }, { columns: ['a'], to: 'lower', only: 'oneCase' }], // prettier-ignore
  castColumn: [{ columns: ['b'], to: 'integer', onMisfit: 'quarantine' }, { columns: ['b'], to: 'decimal', onMisfit: 'null' }, { columns: ['c'], to: 'date' }], // prettier-ignore
  parseDates: [{ columns: ['c'], order: 'dayFirst' }],
  parseNumbers: [{ columns: ['b'], decimal: ',' }],
  parseBooleans: [{ columns: ['a'] }],
  stripUnits: [{ columns: ['b'], units: ['kg', 'g'] }],
  standardiseUnits: [{ columns: ['b'], to: 'kg' }],
  standardiseCodes: [{ columns: ['a'], kind: 'country' }, { columns: ['b'], kind: 'phone', callingCode: '49' }], // prettier-ignore
  roundNoise: [{ columns: ['b'] }],
  moveSuffix: [{ from: 'a', to: 'c' }],
  replaceText: [{ columns: ['a'], pattern: '[#;]', replacement: '' }],
  mapValues: [{ columns: ['a'], values: { x: 'z' } }],
  imputeNulls: [
    { columns: ['a'], method: 'mode' },
    { columns: ['b'], method: 'median' },
    { columns: ['c'], method: 'forward', by: ['a'] },
    { columns: ['b'], method: 'neighbours', by: ['a', 'c'] },
  ],
  treatOutliers: [
    ...(['clip', 'null', 'remove'] as const).flatMap((action) =>
      (['iqr', 'z', 'mad'] as const).map((method) => ({ columns: ['b'], method, factor: 0.7, action })),
    ),
    { columns: ['b'], method: 'percentile', factor: 0.2, action: 'clip' },
    { columns: ['b'], method: 'percentile', factor: 0.2, action: 'null' },
  ],
  repairByDependency: [{ dependencies: [{ from: ['a'], to: 'c' }] }],
  repairTypos: [{ columns: ['a'] }],
  clusterValues: [{ columns: ['a'] }, { columns: ['a'], by: 'ngram' }, { columns: ['a'], by: 'phonetic' }, { columns: ['a'], by: 'edit' }], // prettier-ignore
  dropDuplicates: [{}, { keys: ['a', 'c'], keep: 'last' }],
  mergeRecords: [{ keys: ['a', 'c'] }],
  quarantineRows: [{ where: [{ column: 'b', is: 'above', to: 100 }] }],
  filterRows: [{ where: [{ column: 'a', is: 'present' }] }],
  renameColumns: [{ style: 'snake_case' }],
  dropColumns: [{ columns: ['b'] }],
  dropSparseColumns: [{ columns: ['c'], absent: 0.4 }],
  reorderColumns: [{ columns: ['c', 'a'] }],
  splitColumn: [{ column: 'a', by: ' ', into: ['a1', 'a2'] }],
  mergeColumns: [{ columns: ['a', 'c'], into: 'ac' }],
  extractPattern: [{ column: 'c', pattern: '\\d{4}', into: 'year' }],
  deriveColumn: [{ expression: "concat(a, '-', b)", into: 'ab' }],
  hashCells: [{ columns: ['a'], key: 'a key that is long enough' }],
  maskCells: [{ columns: ['a'], keep: 1 }],
  generalise: [{ columns: ['b'], to: 'range', width: 10 }, { columns: ['c'], to: 'month' }, { columns: ['a'], to: 'prefix', keep: 2 }], // prettier-ignore
};
/** There is always a least and a greatest number: what takes them out, by their rank, goes on. */
const goesOn = (step: { readonly step: StepName; readonly method?: string; readonly action?: string }) =>
  step.method === 'percentile' && step.action !== 'clip';

const a = fc.constantFrom('x', ' x', 'X', 'Hamburg', 'Hambur', 'hamburg ', 'MÃ¼ller', 'N/A', '-', '', 'é', 'e\u0301', 'a  b', 'b a', 'Germany', 'deu', 'yes', 'x;#'); // prettier-ignore
const b = fc.constantFrom('1', '01', '2 kg', '500 g', '1.234,5', '0.30000000000000004', '1000', '', '?', '030 1234567', '7'); // prettier-ignore
const c = fc.constantFrom('2024-01-31', '31/01/2024', '1.2.2024', 'x', '', 'deu', '2024-02');
const tables = fc.array(fc.tuple(a, b, c), { minLength: 1, maxLength: 14 });
const text = (rows: readonly (readonly string[])[]) =>
  `a,b,c\n${rows.map((row) => `${row.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(',')}\n`).join('')}`;

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
  const recipe = recipeSchema.parse({ steps, limits: { changedShare: 1, keys: [] } });
  const found = await cleanse({ workingCopyPath, ingest: read, recipe, source: { path: sourcePath }, outputDir: place });
  return { ...found, place, output: await readFile(found.output.path, 'utf8'), outputPath: found.output.path };
};

const variants = stepNames.flatMap((step) => settings[step].map((more) => ({ step, ...more })));

const leavesOut = ({ step }: { readonly step: StepName }) => step === 'dropColumns' || step === 'dropSparseColumns';
/** No step names a column that one before it has left out. */
const inOrder = (steps: readonly { readonly step: StepName }[]) =>
  steps.toSorted((one, other) => Number(leavesOut(one)) - Number(leavesOut(other)));

it.each(variants.filter((step) => !goesOn(step)))('$step changes nothing the second time', async (step) => {
  await fc.assert(
    fc.asyncProperty(tables, async (rows) => {
      const once = await cleansed(text(rows), [step]);
      // A table without a row is none that is read.
      fc.pre(once.rowsOut > 0);
      const again = await cleansed(once.output, [step]);
      expect([again.changes.count, again.quarantine.count, again.output]).toEqual([0, 0, once.output]);
    }),
    { numRuns: 3 },
  );
});

/** A recipe whose steps for ever undo what others do is refused. */
const isUnsettled = (error: unknown) => error instanceof Fault && error.evidence?.['invariant'] === 'settled';

it('random recipes of all steps keep account of rows, are taken back byte for byte, and change nothing the second time', async () => {
  let refused = 0;
  const runs = 25;
  await fc.assert(
    fc.asyncProperty(tables, fc.shuffledSubarray(variants.filter((step) => !goesOn(step)), { minLength: 1, maxLength: 6 }), async (rows, steps) => {
      const content = text(rows);
      const once = await cleansed(content, inOrder(steps)).catch((error: unknown) => {
        if (!isUnsettled(error)) throw error;
        refused += 1;
        return null;
      });
      fc.pre(once !== null);
      const { rowsIn, rowsOut, quarantine, changes, place, outputPath, output } = once;
      expect(rowsIn).toBe(rowsOut + quarantine.count);
      const back = await undo({ cleansedPath: outputPath, changesPath: changes.parquetPath, selection: 'all', outputDir: await mkdtemp(join(place, 'back-')) });
      expect([back.isInput, await readFile(back.path, 'utf8')]).toEqual([true, content]);
      if (rowsOut === 0) return;
      const again = await cleansed(output, inOrder(steps));
      expect([again.changes.count, again.quarantine.count, again.output]).toEqual([0, 0, output]);
    }),
    { numRuns: runs },
  );
  expect(refused).toBeLessThanOrEqual(runs / 10);
}); // prettier-ignore
