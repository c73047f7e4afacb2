import { comparisonSchema, type Comparison } from '@millrace/contracts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../ingest/ingest';
import { profile } from '../profile/profile';
import { compareTables, type CompareTablesRequest } from './compare-tables';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compare-'));
});
afterEach(() => rm(folder, { recursive: true }));

const opened = async (name: string, csv: string) => {
  const [sourcePath, workingCopyPath] = [join(folder, name), join(folder, `${name}.parquet`)];
  await writeFile(sourcePath, csv);
  const read = await ingest({ sourcePath, options: {}, outputPath: workingCopyPath, asidePath: join(folder, `${name}.aside`) });
  return { workingCopyPath, profile: await profile({ workingCopyPath, ingest: read }) };
};
const compared = async (before: string, after: string, options: Partial<CompareTablesRequest> = {}): Promise<Comparison> =>
  comparisonSchema.parse(await compareTables({ before: await opened('before', before), after: await opened('after', after), ...options }));
const table = (header: string, rows: number, row: (at: number) => unknown) =>
  `${header}\n${Array.from({ length: rows }, (_, at) => `${String(row(at))}\n`).join('')}`;
const columnOf = ({ columns }: Comparison, name: string) => columns.find((column) => column.name === name);

describe('a table and itself', () => {
  it('have no drift and no changed row', async () => {
    const csv = table('id,amount,kind,note', 300, (at) => `${at},${(at * 37) % 101}.5,${'abc'[at % 3]},${at % 9 === 0 ? '' : `n${at}`}`);
    const found = await compared(csv, csv);
    expect(found).toMatchObject({ hasDrift: false, rows: { before: 300, after: 300 } });
    expect(found.columnSchema).toEqual({ added: [], removed: [], renamed: [], kindChanged: [], dateOrderChanged: [], isReordered: false });
    expect(found.rowDifference).toMatchObject({ key: ['id'], isChosen: true, matched: 300, added: 0, removed: 0, changedCells: 0 });
    for (const { verdict, measures } of found.columns) {
      expect(verdict).toBe('stable');
      expect(measures).toMatchObject({ jensenShannon: 0, populationStability: 0 });
    }
  });

  it('have none in another order of rows and columns', async () => {
    const before = table('id,x', 200, (at) => `${at},${at % 7}`);
    const after = table('x,id', 200, (at) => `${(199 - at) % 7},${199 - at}`);
    const found = await compared(before, after);
    expect(found).toMatchObject({ hasDrift: false, columnSchema: { isReordered: true }, rowDifference: { matched: 200, changedCells: 0 } });
  });
});

describe('numbers', () => {
  it('that moved raise an alarm, with the distances and the bins that explain it', async () => {
    const found = await compared(
      table('x,y', 1000, (at) => `${at % 100},1`),
      table('x,y', 1000, (at) => `${(at % 100) + 50},1`),
    );
    const x = columnOf(found, 'x');
    expect(x).toMatchObject({ basis: 'numbers', verdict: 'drift', measures: { kolmogorovSmirnov: 0.5, wasserstein: 50 } });
    expect(x?.measures?.medians).toEqual({ before: 49.5, after: 99.5 });
    expect(x?.measures?.wassersteinScaled).toBeCloseTo(50 / 49.5, 1);
    expect(x?.contributions[0]).toMatchObject({ value: null, to: null });
    expect(x?.contributions[0]?.after).toBeGreaterThan(0.5);
    expect(columnOf(found, 'y')).toMatchObject({ verdict: 'stable' });
    expect(found.hasDrift).toBe(true);
  });

  it('raise none from sheer size: a tiny effect is significant and stays an observation', async () => {
    const rows = 60_000;
    const found = await compared(
      table('x,y', rows, (at) => `${at % 1000},1`),
      table('x,y', rows, (at) => `${(at % 1000) + 20},1`),
    );
    const [test] = columnOf(found, 'x')?.tests ?? [];
    expect(test?.adjusted).toBeLessThan(1e-6);
    expect(test?.effect).toBeCloseTo(0.02, 12);
    expect(test?.isAlarm).toBe(false);
    expect(found.hasDrift).toBe(false);
  });

  it('raise none from a large effect that few rows cannot carry', async () => {
    const found = await compared('x,y\n3,a\n2,a\n1,a\n', 'x,y\n9,a\n2,a\n3,a\n');
    expect(columnOf(found, 'x')?.verdict).toBe('stable');
    expect(columnOf(found, 'x')?.tests[0]?.effect).toBeCloseTo(1 / 3, 12);
  });

  it('that run on, and times, have advanced; times that went back drift', async () => {
    const day = (at: number) => new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10);
    const rows = (from: number) => table('id,day,x', 200, (at) => `${at + from},${day(at + from)},1`);
    const forward = await compared(rows(0), rows(200));
    expect(columnOf(forward, 'id')).toMatchObject({ verdict: 'advanced', basis: 'numbers' });
    expect(columnOf(forward, 'day')).toMatchObject({ verdict: 'advanced', basis: 'times', measures: { wasserstein: 200 * 86_400_000 } });
    expect(forward.hasDrift).toBe(false);
    expect(columnOf(await compared(rows(200), rows(0)), 'day')?.verdict).toBe('drift');
  });
});

describe('values', () => {
  it('that came, went and shifted are named', async () => {
    const found = await compared(
      table('colour,x', 900, (at) => `${['red', 'green', 'blue'][at % 3]},1`),
      table('colour,x', 900, (at) => `${['red', 'red', 'pink'][at % 3]},1`),
    );
    const colour = columnOf(found, 'colour');
    expect(colour).toMatchObject({
      basis: 'values',
      verdict: 'drift',
      appeared: { distinct: 1, cells: 300, examples: ['pink'] },
      vanished: { distinct: 2, cells: 600, examples: ['green', 'blue'] },
    });
    // ½ (⅓ + ⅓ + ⅓ + (⅓)²/1), by hand.
    expect(colour?.measures?.cramersV).toBeCloseTo(Math.sqrt(0.5 * (1 / 9 + 1)), 12);
    expect(colour?.contributions.map(({ value }) => value)).toEqual(expect.arrayContaining(['pink', 'green', 'blue']));
    expect(colour?.contributions.at(-1)).toMatchObject({ value: 'red', before: 1 / 3, after: 2 / 3 });
  });

  it('that are each another one are compared by their formats', async () => {
    const codes = (form: (at: number) => string) => table('code,x', 500, (at) => `${form(at)},1`);
    const before = codes((at) => `AB-${1000 + at}`);
    expect(
      columnOf(
        await compared(
          before,
          codes((at) => `XY-${5000 + at}`),
        ),
        'code',
      ),
    ).toMatchObject({ basis: 'masks', verdict: 'stable' });
    const changed = await compared(
      before,
      codes((at) => (at % 2 ? `AB-${2000 + at}` : `AB${2000 + at}X`)),
    );
    expect(columnOf(changed, 'code')).toMatchObject({ verdict: 'drift', appeared: null });
    expect(columnOf(changed, 'code')?.contributions[0]).toMatchObject({ value: 'AA9999A', before: 0, after: 0.5 });
  });

  it('that went missing raise an alarm of their own', async () => {
    const found = await compared(
      table('x,y', 400, (at) => `${at % 5},1`),
      table('x,y', 400, (at) => `${at % 4 === 0 ? 'N/A' : at % 5},1`),
    );
    const [distribution, absence] = columnOf(found, 'x')?.tests ?? [];
    expect(distribution).toMatchObject({ of: 'distribution', isAlarm: false });
    expect(absence).toMatchObject({ of: 'absence', effect: 0.25, isAlarm: true });
  });

  it('of which a side has none are not compared', async () => {
    const found = await compared('x,y\n1,1\n2,1\n', 'x,y\n,1\n,1\n');
    expect(columnOf(found, 'x')).toMatchObject({ basis: 'none', measures: null, contributions: [] });
    expect(found.columnSchema.kindChanged).toEqual([{ name: 'x', before: 'integer', after: 'empty', isBreaking: false }]);
  });
});

it('tells columns that came, went, changed their kind or were perhaps renamed', async () => {
  const found = await compared(
    table('id,customer_name,price,gone', 50, (at) => `${at},name${at % 6},${at}.25,${at % 2 ? 'yes' : 'no'}`),
    table('id,customerName,price,fresh', 50, (at) => `${at},name${at % 6},${at === 7 ? 'free' : `${at}.25`},${at}`),
  );
  expect(found.columnSchema).toMatchObject({
    added: [
      { name: 'customerName', position: 1 },
      { name: 'fresh', position: 3 },
    ],
    removed: [{ name: 'customer_name' }, { name: 'gone', kind: 'boolean' }],
    renamed: [{ before: 'customer_name', after: 'customerName', similarity: 1 }],
    kindChanged: [{ name: 'price', before: 'decimal', after: 'text', isBreaking: true }],
  });
  expect(found.hasDrift).toBe(true);
});

it('tells dates that are written in another order', async () => {
  const written = (order: (day: number, month: number) => string) => table('day,x', 60, (at) => `${order((at % 28) + 1, (at % 12) + 1)},1`);
  const found = await compared(
    written((day, month) => `${day}/${month}/2024`),
    written((day, month) => `${month}/${day}/2024`),
  );
  expect(found.columnSchema.dateOrderChanged).toEqual(['day']);
  expect(columnOf(found, 'day')?.measures).toMatchObject({ wasserstein: 0 });
});

describe('rows by key', () => {
  it('are added, removed and changed, with bounded examples', async () => {
    const found = await compared(
      'id,name,city\n1,Ann,Rome\n2,Bob,\n3,Cid,Bonn\n4,Dan,Oslo\n',
      'id,name,city\n2,Bob,Bern\n4,Dan,\n5,Eve,Kyiv\n1,Anna,Roma\n',
    );
    expect(found.rowDifference).toEqual({
      key: ['id'],
      isChosen: true,
      matched: 3,
      added: 1,
      removed: 1,
      repeatedKeys: { before: 0, after: 0 },
      changedRows: 3,
      changedCells: 4,
      changedByColumn: [
        { name: 'city', changed: 3 },
        { name: 'name', changed: 1 },
      ],
      addedExamples: [['5']],
      removedExamples: [['3']],
      changeExamples: [
        { key: ['1'], column: 'name', before: 'Ann', after: 'Anna' },
        { key: ['2'], column: 'city', before: null, after: 'Bern' },
        { key: ['4'], column: 'city', before: 'Oslo', after: null },
        { key: ['1'], column: 'city', before: 'Rome', after: 'Roma' },
      ],
    });
  });

  it('of several columns, repeated keys set apart', async () => {
    const found = await compared('a,b,x\n1,1,p\n1,2,q\n2,1,r\n2,1,s\n,3,t\n', 'a,b,x\n1,1,p\n1,2,z\n2,1,r\n,3,u\n3,3,v\n', {
      key: ['a', 'b'],
    });
    expect(found.rowDifference).toMatchObject({
      key: ['a', 'b'],
      isChosen: false,
      matched: 3,
      added: 1,
      removed: 0,
      repeatedKeys: { before: 2, after: 1 },
      changedByColumn: [{ name: 'x', changed: 2 }],
      addedExamples: [['3', '3']],
    });
    expect(found.rowDifference?.changeExamples[1]).toEqual({ key: [null, '3'], column: 'x', before: 't', after: 'u' });
  });

  it('are not compared without a key', async () => {
    expect((await compared('x,y\n1,1\n1,1\n', 'x,y\n1,1\n1,2\n')).rowDifference).toBeNull();
  });

  it('by a column that is not there are refused', async () => {
    await expect(compared('x,y\n1,1\n', 'x,y\n1,1\n', { key: ['z'] })).rejects.toMatchObject({ code: 'unknown-column' });
  });
});
