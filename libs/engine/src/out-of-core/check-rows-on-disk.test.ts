import { contractSchema, type Ingest } from '@millrace/contracts';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pl from 'nodejs-polars';
import { TextReader } from '../columnar/text-reader';
import { checkReferences } from '../rules/check-references';
import { checkRows } from '../rules/check-rows';
import { FailingRows } from '../rules/failing-rows';
import { valueWords } from '../profile/values/classify-value';
import { checkReferencesOnDisk } from './check-references-on-disk';
import { checkRowsOnDisk } from './check-rows-on-disk';
import { profileOutOfCore } from './profile-out-of-core';
import { SpillFolder } from './spill-folder';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rows-'));
  await mkdir(join(folder, 'spill'));
});
afterEach(() => rm(folder, { recursive: true }));

const rows = 20_000;
const cells = (of: (row: number) => string | null) => Array.from({ length: rows }, (_, row) => of(row));
const table = {
  id: cells((row) => (row % 997 === 0 ? ['N/A', 'NaN', 'none'][row % 3]! : String(row % 19_000))),
  shop: cells((row) => (row % 501 === 0 ? null : `shop number ${row % 7}, by its long name`)),
  zip: cells((row) => (row % 4001 === 0 ? '' : String(10_000 + ((row * 7) % 900)))),
  town: cells((row) => (row % 703 === 0 ? null : row % 311 === 0 ? 'NA' : `town ${row % 211 === 0 ? row % 5 : ((row * 7) % 900) % 90}`)),
};
const write = (): string => {
  const path = join(folder, 'working.parquet');
  const frame = pl.DataFrame(Object.values(table).map((column, at) => pl.Series(`c${at}`, column, pl.Utf8)));
  frame.lazy().sinkParquet(path, { rowGroupSize: 3000 }).collectSync();
  return path;
};
const column = (name: keyof typeof table) =>
  ({ name, position: Object.keys(table).indexOf(name), nullTokens: [{ value: 'N/A', count: 1 }] }) as Parameters<
    typeof checkRows
  >[1][number];

it.each([
  [{ kind: 'unique', column: 'id' } as const, ['id'] as const],
  [{ kind: 'unique', column: 'shop' } as const, ['shop'] as const],
  [{ kind: 'key', columns: ['id'] } as const, ['id'] as const],
  [{ kind: 'key', columns: ['id', 'shop'] } as const, ['id', 'shop'] as const],
  [{ kind: 'dependency', determinants: ['zip'], dependent: 'town' } as const, ['zip', 'town'] as const],
  [{ kind: 'dependency', determinants: ['zip', 'shop'], dependent: 'town' } as const, ['zip', 'shop', 'town'] as const],
])('finds the same rows as in memory: %j', async (rule, names) => {
  const path = write();
  const found = async (check: typeof checkRows, name: string) => {
    const failing = new FailingRows(join(folder, name));
    const counted = await check(
      { reader: new TextReader(path, rows, 4), words: valueWords(undefined) },
      names.map(column),
      { at: 3, rule: rule as Parameters<typeof checkRows>[2]['rule'] },
      failing,
    );
    failing.close();
    return { counted, lines: await readFile(join(folder, name), 'utf8').catch(() => '') };
  };
  const inMemory = await found(checkRows, 'memory');
  const onDisk = await found(checkRowsOnDisk(new SpillFolder(join(folder, 'spill'), 1e9), 1500), 'disk');
  expect(inMemory.counted.violations).toBeGreaterThan(0);
  expect(onDisk).toEqual(inMemory);
});

it.each([0, 1e9])('finds the same values that stand in no other column, with %d bytes for texts', async (memoryBytes) => {
  const path = write();
  const found = async (check: typeof checkReferences, name: string) => {
    const failing = new FailingRows(join(folder, name));
    const counted = [];
    for (const pair of [
      [column('id'), { ...column('zip'), metrics: { distinctCount: 900 } }],
      [column('zip'), { ...column('id'), metrics: {} }],
    ] as const)
      counted.push(
        await check(
          { reader: new TextReader(path, rows, 4), words: valueWords(undefined) },
          pair,
          { at: 1, rule: { kind: 'references', column: 'a', to: 'b' } },
          failing,
        ),
      );
    failing.close();
    return { counted, lines: await readFile(join(folder, name), 'utf8').catch(() => '') };
  };
  const inMemory = await found(checkReferences, 'memory');
  const onDisk = await found(checkReferencesOnDisk(new SpillFolder(join(folder, 'spill'), 1e9), 1500, memoryBytes), 'disk');
  expect(inMemory.counted.map(({ violations }) => violations > 0)).toEqual([true, false]);
  expect(onDisk).toEqual(inMemory);
});

it('is what a profile out of core checks a contract with', async () => {
  const ingest: Ingest = {
    schema: 'millrace.ingest/1',
    format: 'csv',
    compression: 'none',
    dialect: null,
    rows,
    columns: Object.keys(table).map((name, position) => ({ position, name, jsonText: false })),
    raggedRows: 0,
    findings: [],
  };
  const contract = contractSchema.parse({ rules: [{ rule: { kind: 'key', columns: ['id', 'shop'] } }] });
  const request = {
    workingCopyPath: write(),
    ingest,
    memoryBytes: 512 * 1024 ** 2,
    contract: { contract, failingRowsPath: join(folder, 'f') },
  };
  const profiled = await profileOutOfCore({ ...request, spill: { path: join(folder, 'spill'), quotaBytes: 1e9 }, capacity: 8192 });
  expect(profiled.contract).toMatchObject({ state: 'failed', rules: [{ support: rows }] });
  const lines = (await readFile(join(folder, 'f'), 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(profiled.contract!.failingRows);
});
