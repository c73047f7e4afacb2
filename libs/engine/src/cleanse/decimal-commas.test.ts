import { Fault, recipeSchema } from '@millrace/contracts';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../ingest/ingest';
import { cleanseWithin } from './out-of-core/cleanse-within';
import { inGroups } from './out-of-core/testing/in-groups';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numbers-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The cells of a column after a step, in either lane; out of core three cells at a time. */
const done = async (cells: readonly string[], step: object): Promise<string[][]> => {
  const [sourcePath, whole, workingCopyPath] = [join(folder, 'in'), join(folder, 'whole.parquet'), join(folder, 'w.parquet')];
  await writeFile(sourcePath, `a;b\n${cells.map((one) => `${one};1\n`).join('')}`);
  const options = { format: 'csv', header: true, delimiter: ';', quote: '"' } as const;
  const read = await ingest({ sourcePath, options, outputPath: whole, asidePath: join(folder, 'aside') });
  inGroups(whole, workingCopyPath, 3);
  const recipe = recipeSchema.parse({ steps: [{ columns: ['a'], ...step }], limits: { changedShare: 1 } });
  const found: string[][] = [];
  for (const lane of ['memory', 'outOfCore'] as const) {
    const outputDir = await mkdtemp(join(folder, lane));
    const spill = { path: join(outputDir, 'spill'), quotaBytes: Infinity };
    const { output } = await cleanseWithin({ workingCopyPath, ingest: read, recipe, lane, memoryBytes: null, spill, outputDir });
    const lines = (await readFile(output.path, 'utf8')).split('\n').slice(1, -1);
    found.push(lines.map((line) => line.replace(/;1$/, '')));
  }
  return found;
};
const cast = (cells: readonly string[], more: object) => done(cells, { step: 'castColumn', ...more });

it.each<[string, string[], string[]]>([
  ['decimal', ['1,5', '2,75', '1,234', '1.234', '+7', '1.234.567', '0.25'], ['1,5', '2,75', '1,234', '1.234', '7', '1.234.567', '0.25']],
  ['integer', ['1,234', '1.000', '+7', '2.0', '1,50', '2,75'], ['1,234', '1.000', '7', '2', '1,50', '2,75']],
  ['decimal', ['1,5', '2.75', '3.5', '1,234', '1,234.50'], ['1,5', '2.75', '3.5', '1234', '1234.50']],
  ['decimal', ['1,234', '12,345', '+1.234'], ['1234', '12345', '1.234']],
  ['decimal', ['0,125', '1,234'], ['0,125', '1,234']],
])('reads no decimal comma as a sign between thousands: %s, %j', async (to, cells, expected) => {
  expect(await cast(cells, { to })).toEqual([expected, expected]);
});

it.each([
  ['null', ['x', '1,5', '2,75']],
  ['quarantine', ['x', '1,5', '2,75']],
  ['null', ['1.234,50', '2 345,67', 'x']],
])('refuses to lose numbers with a decimal comma to "%s", and says what to do: %j', async (onMisfit, cells) => {
  const fault = await cast(cells, { to: 'decimal', onMisfit }).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(Fault);
  expect(fault).toMatchObject({ code: 'invalid-recipe', place: { step: 0, column: 'a' }, advice: expect.stringContaining('parseNumbers') });
});

it('empties a comma that stands among points as it does what is no number', async () => {
  expect(await cast(['1,5', '2.75', '3.5', 'x'], { to: 'decimal', onMisfit: 'null' })).toEqual([['', '2.75', '3.5', ''], ['', '2.75', '3.5', '']]); // prettier-ignore
});

it.each([
  [
    ['1,234', '12,5', '7', '0,125'],
    ['1.234', '12.5', '7', '0.125'],
  ],
  [
    ['1.234', '12,5', '1.234,5'],
    ['1234', '12.5', '1234.5'],
  ],
  [
    ['1.234', '5.678', '7'],
    ['1234', '5678', '7'],
  ],
  [
    ['2,500', '-1,125', '7'],
    ['2.5000', '-1.1250', '7'],
  ],
  [
    ['2,500', '1.250'],
    ['2.5000', '1250'],
  ],
])('makes no thousands of what it has written plainly: %j', async (cells, plain) => {
  const step = { step: 'parseNumbers', decimal: ',' };
  expect(await done(cells, step)).toEqual([plain, plain]);
  expect(await done(plain, step)).toEqual([plain, plain]);
});
