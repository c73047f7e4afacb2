import { recipeSchema, type RecipeInput } from '@millrace/contracts';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../ingest/ingest';
import { cleanseWithin } from './out-of-core/cleanse-within';
import { inGroups } from './out-of-core/testing/in-groups';
import { isNameOfIdentifier } from './tells-things-apart';

it.each(['customer_id', 'ID', 'idClient', 'productCode', 'zip', 'ZIP code', 'zip_4', 'home_phone', 'Tel', 'order_no', 'House Number', 'customerid', 'birthYear', 'year_built', 'EAN', 'cap'])(
  '%s is the name of what tells things apart',
  (name) => expect(isNameOfIdentifier(name)).toBe(true),
); // prettier-ignore

it.each(['price', 'number', 'total_number', 'number_of_rooms', 'cost_per_year', 'years', 'lines_of_code', 'paid', 'market_cap', 'humid', 'cell_count', 'keys_sold', 'yearly_income', 'calls_per_phone'])(
  '%s is the name of a measure',
  (name) => expect(isNameOfIdentifier(name)).toBe(false),
); // prettier-ignore

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apart-'));
});
afterEach(() => rm(folder, { recursive: true }));

const lanes = ['memory', 'outOfCore'] as const;
const run = async (content: string, steps: RecipeInput['steps'], lane: (typeof lanes)[number]) => {
  const outputDir = await mkdtemp(join(folder, 'run-'));
  const [sourcePath, whole, workingCopyPath] = [join(outputDir, 'in'), join(outputDir, 'whole.parquet'), join(outputDir, 'w.parquet')];
  await writeFile(sourcePath, content);
  const read = await ingest({ sourcePath, options: {}, outputPath: whole, asidePath: join(outputDir, 'aside') });
  inGroups(whole, workingCopyPath, 50);
  const recipe = recipeSchema.parse({ steps, limits: { changedShare: 1, keys: [] } });
  const within = { memoryBytes: null, spill: { path: join(outputDir, 'spill'), quotaBytes: Infinity } };
  const found = await cleanseWithin({ workingCopyPath, ingest: read, recipe, source: { path: sourcePath }, outputDir, lane, ...within });
  return readFile(found.output.path, 'utf8');
};

/** Forty numbers, five times each, and one far off, twice. */
const repeated = (numberOf: (one: number) => string, far: string) =>
  [...Array.from({ length: 200 }, (_, row) => numberOf(row % 40)), far, far].map((cell, row) => `${cell},x${row}\n`).join('');
/** As GS1 has it. */
const withCheckDigit = (digits: string) => {
  const sum = [...digits].toReversed().reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
};

describe.each(lanes)('outliers are sought in no identifiers (%s)', (lane) => {
  it.each<[string, string, string]>([
    ['by name', 'customer_id', repeated((one) => String(1000 + one), '999999')],
    ['by leading zeros', 'place', repeated((one) => `02${String(one).padStart(3, '0')}`, '99501')],
    ['by check digits', 'article', repeated((one) => withCheckDigit(`40064381${String(one * 97).padStart(4, '0')}`), withCheckDigit('900000000000'))],
  ])('%s', async (_, name, lines) => {
    const content = `${name},b\n${lines}`;
    const chosen = [[name], { kinds: ['integer', 'category', 'text', 'identifier'], except: ['b'] }];
    const steps = chosen.flatMap((columns) => ['null', 'clip', 'remove'].map((action) => ({ step: 'treatOutliers', columns, action })));
    expect(await run(content, steps, lane)).toBe(content);
    const flagged = await run(content, [{ step: 'flagOutliers', column: name, into: 'odd', method: 'iqr' }], lane);
    expect(flagged).not.toContain('true');
  }); // prettier-ignore

  it('but in measures, also those with a padded slip', async () => {
    const content = `price,b\n${repeated((one) => String(1000 + one), '999999').replace('1000,', '01000,')}`;
    const text = await run(content, [{ step: 'treatOutliers', columns: ['price'], action: 'null' }], lane);
    expect(text).toBe(content.replaceAll('999999', ''));
  });
});
