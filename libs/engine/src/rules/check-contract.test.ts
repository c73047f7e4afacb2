import { contractSchema, type FailingRow } from '@millrace/contracts';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { profileColumns } from '../relations/testing/profile-rows';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contract-'));
});
afterEach(() => rm(folder, { recursive: true }));

const columns = {
  id: ['1', '2', '2', null, '5', '5'],
  boss: ['5', '1', '1', '05', null, '7'],
  shop: ['a', 'a', 'b', 'b', 'a', 'a'],
  zip: ['10115', '10115', '50667', '50667', '1011', '10115'],
  town: ['Berlin', 'Berlin', 'Köln', 'Koeln', 'Berlin', 'Bonn'],
  amount: ['1', '2.5', 'x', 'N/A', '900', '-1'],
  day: ['13/01/2024', '14/01/2024', '15/01/2024', '01/02/2024', '03/02/2024', null],
};
const now = Date.UTC(2024, 1, 13);

let runs = 0;
const checked = async (rules: unknown[]) => {
  runs += 1;
  const failingRowsPath = join(folder, `failing-${runs}.ndjson`);
  const contract = contractSchema.parse({ rules });
  const profiled = await profileColumns(columns, { contract: { contract, failingRowsPath }, now });
  const lines = existsSync(failingRowsPath) ? (await readFile(failingRowsPath, 'utf8')).trimEnd().split('\n') : [];
  return { ...profiled, result: profiled.contract!, failing: lines.map((line) => JSON.parse(line) as FailingRow) };
};

it.each([
  [{ kind: 'notNull', column: 'amount' }, 6, [3]],
  [{ kind: 'unique', column: 'id' }, 5, [2, 5]],
  [{ kind: 'key', columns: ['id'] }, 6, [2, 3, 5]],
  [{ kind: 'key', columns: ['id', 'shop'] }, 6, [3, 5]],
  [{ kind: 'type', column: 'amount', type: 'decimal' }, 5, [2]],
  [{ kind: 'inSet', column: 'shop', values: ['a'] }, 6, [2, 3]],
  [{ kind: 'range', column: 'amount', min: 0, max: 100 }, 5, [2, 4, 5]],
  [{ kind: 'range', column: 'day', min: '2024-01-14', max: '2024-02-02' }, 5, [0, 4]],
  [{ kind: 'pattern', column: 'zip', pattern: '[0-9]{5}' }, 6, [4]],
  [{ kind: 'dependency', determinants: ['zip'], dependent: 'town' }, 5, [3, 5]],
  [{ kind: 'references', column: 'boss', to: 'id' }, 5, [3, 5]],
])('finds every row that breaks %j', async (rule, support, rows) => {
  const { result, failing } = await checked([{ rule }]);
  expect(result).toMatchObject({
    state: 'failed',
    failingRows: rows.length,
    rules: [{ support, violations: rows.length, state: 'failed' }],
  });
  expect(failing.map(({ row }) => row)).toEqual(rows);
});

it('takes no country for absent', async () => {
  const cells = (...some: string[]) => Array.from({ length: 60 }, (_, at) => some[at] ?? ['DE', 'FR', 'AT'][at % 3]!);
  const [country, amount] = [cells('NA', 'N/A'), cells().map((_, at) => (at === 2 ? 'NA' : String(at + 5)))];
  const rules = [
    { rule: { kind: 'notNull', column: 'country' } },
    { rule: { kind: 'notNull', column: 'amount' } },
    { rule: { kind: 'key', columns: ['country', 'amount'] } },
  ];
  const contract = contractSchema.parse({ rules });
  const failing = join(folder, 'failing.ndjson');
  const { contract: result } = await profileColumns({ country, amount }, { contract: { contract, failingRowsPath: failing } });
  expect(result!.rules.map(({ violations }) => violations)).toEqual([1, 1, 2]);
});

it('says of each failing row which rule it breaks, and by what', async () => {
  const { failing } = await checked([
    { rule: { kind: 'pattern', column: 'zip', pattern: '[0-9]{5}' } },
    { rule: { kind: 'dependency', determinants: ['zip'], dependent: 'town' } },
  ]);
  expect(failing).toEqual([
    { row: 4, rule: 0, kind: 'pattern', columns: ['zip'], values: ['1011'] },
    { row: 3, rule: 1, kind: 'dependency', columns: ['zip', 'town'], values: ['50667', 'Koeln'] },
    { row: 5, rule: 1, kind: 'dependency', columns: ['zip', 'town'], values: ['10115', 'Bonn'] },
  ]);
});

it('passes what mostly keeps a rule, warns where that is enough, and fails for a column that is gone', async () => {
  const rule = { kind: 'inSet', column: 'shop', values: ['a'] };
  expect((await checked([{ rule, mostly: 0.6 }])).result.state).toBe('passed');
  const warned = await checked([{ rule, mostly: 0.7, severity: 'warn' }]);
  expect([warned.result.state, warned.result.rules[0]!.kept]).toEqual(['warned', 4 / 6]);
  expect(warned.findings.find(({ rule: name }) => name === 'contract')).toMatchObject({ severity: 'warning', count: 2, column: 'shop' });
  const gone = await checked([{ rule: { kind: 'notNull', column: 'colour' } }]);
  expect(gone.result).toMatchObject({ state: 'failed', rules: [{ missing: 'colour', kept: null }] });
  expect(gone.failing).toEqual([]);
});

it('knows how old the newest date is', async () => {
  // 3 February to 13 February: ten days.
  expect((await checked([{ rule: { kind: 'fresh', column: 'day', maxAgeDays: 10 } }])).result.state).toBe('passed');
  const stale = await checked([{ rule: { kind: 'fresh', column: 'day', maxAgeDays: 5 } }]);
  expect(stale.result.state).toBe('failed');
  expect(stale.quality!.dimensions.timeliness).toEqual({ score: 50, checked: 1, failed: 0.5 });
});

it('is measured in the quality', async () => {
  const { quality } = await checked([
    { rule: { kind: 'inSet', column: 'shop', values: ['a'] } },
    { rule: { kind: 'unique', column: 'id' } },
  ]);
  // Validity: 5 present amounts, 1 misfit; 5 bosses, 1 with a leading zero; 6 shops, 2 out of the set. Uniqueness: 6 rows and 5 ids, 2 repeated.
  expect(quality!.dimensions.validity).toMatchObject({ checked: 16, failed: 4 });
  expect(quality!.dimensions.uniqueness).toMatchObject({ checked: 11, failed: 2 });
});

it('leaves no row out, however many they are', async () => {
  const failingRowsPath = join(folder, 'many.ndjson');
  const contract = contractSchema.parse({ rules: [{ rule: { kind: 'inSet', column: 'a', values: ['x'] } }] });
  const cells = Array.from({ length: 130_000 }, (_, at) => (at % 2 === 0 ? 'x' : `y${at % 5}`));
  const { contract: result } = await profileColumns({ a: cells }, { contract: { contract, failingRowsPath } });
  const rows = (await readFile(failingRowsPath, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as FailingRow).row);
  expect([result!.failingRows, rows.length]).toEqual([65_000, 65_000]);
  expect(rows.every((row, at) => row === at * 2 + 1)).toBe(true);
});
