import { Fault, recipeSchema, type RecipeInput } from '@millrace/contracts';
import pl from 'nodejs-polars';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../../ingest/ingest';
import { cleanse } from '../cleanse';
import { checkInvariants } from './check-invariants';
import type { Outcome } from './invariant';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'invariants-'));
});
afterEach(() => rm(folder, { recursive: true }));

const failureOf = async (work: () => unknown) => {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { code: error.code, evidence: error.evidence };
  }
};
/** What a recipe fails with, and whether it left a table behind. */
const failing = async (content: string, recipe: RecipeInput) => {
  await writeFile(join(folder, 'in'), content);
  const workingCopyPath = join(folder, 'w.parquet');
  const read = await ingest({ sourcePath: join(folder, 'in'), options: {}, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
  const outputDir = await mkdtemp(join(folder, 'out-'));
  const failure = await failureOf(() => cleanse({ workingCopyPath, ingest: read, recipe: recipeSchema.parse(recipe), outputDir }));
  return { failure, left: await readdir(outputDir) };
};
const rows = (count: number, line: (row: number) => string) => Array.from({ length: count }, (_, row) => `${line(row)}\n`).join('');

describe('of a recipe that would do harm, nothing is published', () => {
  const holes = `a,b\n${rows(30, (row) => `${row < 20 ? '' : row},x`)}`;
  const fill: RecipeInput['steps'] = [{ step: 'imputeNulls', columns: ['a'], method: 'constant', value: '7' }];

  it('when most cells of a column would say something else', async () => {
    expect(await failing(holes, { steps: fill })).toEqual({
      failure: {
        code: 'invariant-broken',
        evidence: { invariant: 'changedShare', column: 'a', changed: 20, rows: 30, limit: 0.5 },
      },
      left: [],
    });
    expect((await failing(holes, { steps: fill, limits: { changedShare: 0.7 } })).failure).toBeNull();
    expect((await failing(holes.replaceAll('x', ' x'), { steps: [{ step: 'trimWhitespace' }] })).failure).toBeNull();
  });

  it('but not where most cells of a column only said that they are absent', async () => {
    const tokens = (token: string) => `a,b\n${rows(30, (row) => `${row < 20 ? token : row},x`)}`;
    for (const token of ['N/A', 'null', ' -'])
      expect((await failing(tokens(token), { steps: [{ step: 'trimWhitespace' }, { step: 'normaliseNulls' }] })).failure).toBeNull();
    const own = await failing(tokens('Rome'), { steps: [{ step: 'normaliseNulls', columns: ['a'], tokens: ['rome'] }] });
    expect(own.failure?.evidence).toMatchObject({ invariant: 'changedShare', changed: 20 });
  });

  it('when a sum would change by more than is tolerated', async () => {
    const limits = (tolerance: number) => ({ changedShare: 1, sums: [{ column: 'a', tolerance }] });
    const [before, after] = [245, 385];
    expect((await failing(holes, { steps: fill, limits: limits(0.1) })).failure?.evidence).toEqual({
      invariant: 'sums',
      column: 'a',
      before,
      after,
      tolerance: 0.1,
    });
    expect((await failing(holes, { steps: fill, limits: limits(0.6) })).failure).toBeNull();
  });

  it('when a key would be none any more, a named one or one that was', async () => {
    const codes = `code,b\n${rows(30, (row) => `${row === 3 ? 'AB' : row === 4 ? 'ab' : `x${row}`},${row % 2}`)}`;
    const upper: RecipeInput['steps'] = [{ step: 'changeCase', columns: ['code'], to: 'upper' }];
    expect((await failing(codes, { steps: upper })).failure?.evidence).toEqual({ invariant: 'keys', columns: ['code'], repeats: 1 });
    expect((await failing(codes, { steps: upper, limits: { keys: [] } })).failure).toBeNull();
    const named = await failing(codes, { steps: [], limits: { keys: [['b'], ['code', 'b']] } });
    expect(named.failure?.evidence).toEqual({ invariant: 'keys', columns: ['b'], repeats: 28 });
    expect((await failing(codes, { steps: [], limits: { keys: [['code', 'b']] } })).failure).toBeNull();
    expect((await failing(codes, { steps: [], limits: { keys: [['c']] } })).failure?.code).toBe('unknown-column');
  });
});

describe('a faulty engine is found out', () => {
  const column = (name: string, cells: (string | null)[]) => pl.Series(name, cells, pl.Utf8);
  const input = column('c0', ['a', 'b', null]);
  const outcome = (more: Partial<Outcome>): Outcome => ({
    ingest: { columns: [{ position: 0, name: 'a', jsonText: false }] } as unknown as Outcome['ingest'],
    limits: {},
    frame: pl.DataFrame([pl.Series('rowIndex', [0, 1, 2], pl.UInt32), input]),
    rowsIn: 3,
    removed: 0,
    changes: new Map(),
    inputOf: () => input,
    stayedIn: () => pl.DataFrame([input]),
    absentIn: () => ({ c0: 1 }),
    ...more,
  });
  const frame = (rowsOut: number[], cells: (string | null)[]) =>
    pl.DataFrame([pl.Series('rowIndex', rowsOut, pl.UInt32), column('c0', cells)]);

  it.each<[string, string | undefined, Partial<Outcome>]>([
    ['nothing is wrong', undefined, {}],
    ['a row is lost', 'rowArithmetic', { frame: frame([0, 1], ['a', 'b']) }],
    ['rows changed places', 'rowOrder', { frame: frame([1, 0, 2], ['a', 'b', null]) }],
    ['a column changed that no step touched', 'untouched', { frame: frame([0, 1, 2], ['a', 'B', null]) }],
    ['a cell of it is gone', 'untouched', { frame: frame([0, 1, 2], ['a', null, null]) }],
    [
      'a cell is gone that no step has emptied',
      'newNulls',
      { frame: frame([0, 1, 2], ['a', null, null]), changes: new Map([['a', { emptied: 0, restated: 1, isHidden: false }]]) },
    ],
  ])('%s', async (_, invariant, more) => {
    expect((await failureOf(() => checkInvariants(outcome(more))))?.evidence?.['invariant']).toBe(invariant);
  });

  it('in long columns that are looked at side by side, which of them changed and in how many cells', async () => {
    const rows = 200_000;
    const cells = (at: number, odd: number) => Array.from({ length: rows }, (_, row) => (row < odd ? 'odd' : row % 7 === at ? null : `${row % 97}`)); // prettier-ignore
    const of = (odd: number) => [0, 1, 2].map((at) => column(`c${at}`, cells(at, at === 1 ? odd : 0)));
    const changed = outcome({
      ingest: { columns: ['a', 'b', 'c'].map((name, position) => ({ position, name, jsonText: false })) } as unknown as Outcome['ingest'],
      frame: pl.DataFrame([pl.Series('rowIndex', Array.from({ length: rows }, (_, row) => row), pl.UInt32), ...of(3)]), // prettier-ignore
      rowsIn: rows,
      stayedIn: (positions) => pl.DataFrame(of(0).filter((_, at) => positions.includes(at))),
    });
    expect(await failureOf(() => checkInvariants(changed))).toMatchObject({
      evidence: { invariant: 'untouched', column: 'b', cells: 3 },
    });
    expect(
      await failureOf(() => checkInvariants({ ...changed, frame: changed.frame.drop('c1').hstack<pl.Series[]>(of(0).slice(1, 2)) })),
    ).toBeNull();
  });
});
