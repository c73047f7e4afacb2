import fc from 'fast-check';
import { findKeys, type KeyColumn } from './candidate-keys';
import { profileColumns } from './testing/profile-rows';

const range = (length: number, of: (at: number) => string | null) => Array.from({ length }, (_, at) => of(at));
const keysOf = async (columns: Record<string, (string | null)[]>) => (await profileColumns(columns)).relations!.keys;
const setsOf = async (columns: Record<string, (string | null)[]>) => (await keysOf(columns)).candidates.map(({ columns: set }) => set);

/** Every minimal key of at most three columns, by trying each. */
const bruteForce = (columns: readonly (readonly (string | null)[])[]): string[] => {
  const rows = columns[0]!.length;
  const found: number[][] = [];
  const able = columns.flatMap((cells, at) => (cells.includes(null) ? [] : [at]));
  const isKey = (set: readonly number[]) => new Set(range(rows, (row) => JSON.stringify(set.map((at) => columns[at]![row])))).size === rows;
  const tryAll = (set: readonly number[], size: number): void => {
    if (set.length === size) {
      if (!found.some((key) => key.every((at) => set.includes(at))) && isKey(set)) found.push([...set]);
      return;
    }
    for (const at of able) if (at > (set.at(-1) ?? -1)) tryAll([...set, at], size);
  };
  for (const size of [1, 2, 3]) tryAll([], size);
  return found.map((set) => set.join()).toSorted();
};

it('finds exactly the minimal keys of up to three columns', async () => {
  const cell = fc.oneof({ weight: 40, arbitrary: fc.constantFrom('a', 'b', 'c', 'd') }, { weight: 1, arbitrary: fc.constant(null) });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 2, max: 30 }),
      fc.infiniteStream(cell),
      async (width, rows, cells) => {
        const columns = range(width, () => '').map(() => range(rows, () => cells.next().value));
        const named = Object.fromEntries(columns.map((cellsOf, at) => [`k${at}`, cellsOf]));
        expect((await setsOf(named)).map((set) => set.join()).toSorted()).toEqual(bruteForce(columns));
      },
    ),
    { numRuns: 40 },
  );
});

it('takes no column with an absent cell, no decimals into a composite, and no set with a smaller key in it', async () => {
  expect(await setsOf({ id: ['1', '2', '3', '4'], hole: ['1', '2', '3', null], half: ['a', 'a', 'b', 'b'] })).toEqual([[0]]);
  expect(await setsOf({ a: ['1.5', '1.5', '2.5', '2.5'], b: ['x', 'y', 'x', 'y'] })).toEqual([]);
  expect(await setsOf({ a: ['1', '1', '2', '2'], b: ['x', 'y', 'x', 'y'] })).toEqual([[0, 1]]);
});

describe('in a table of more rows than are sampled', () => {
  const rows = 120_000;

  it('checks over all rows what no sampled rows refute', async () => {
    const pair = { shop: range(rows, (at) => `s${at % 400}`), day: range(rows, (at) => `d${Math.floor(at / 400)}`) };
    const keys = await keysOf({ ...pair, colour: range(rows, (at) => `c${at % 7}`) });
    expect(keys.candidates).toEqual([{ columns: [0, 1] }]);
    expect(keys.search).toMatchObject({ columns: 3, readAgain: 1, cellsRead: rows * 2, limit: 'none' });
  });

  it('is not taken in by one repeated row among them all', async () => {
    const pair = { shop: range(rows, (at) => `s${at % 400}`), day: range(rows, (at) => `d${Math.floor(at / 400)}`) };
    [pair.shop[119_998], pair.day[119_998]] = [pair.shop[119_999]!, pair.day[119_999]!];
    const keys = await keysOf(pair);
    expect(keys.candidates).toEqual([]);
    expect(keys.search.readAgain).toBe(1);
  });

  it('looks for no composites where a column is a key, and says so', async () => {
    const keys = await keysOf({ id: range(rows, (at) => `${at}`), shop: range(rows, (at) => `s${at % 400}`) });
    expect(keys).toMatchObject({ candidates: [{ columns: [0] }], search: { pairs: 0, limit: 'singleKey' } });
  });

  it('looks everywhere where that is asked for', async () => {
    const id = range(rows, (at) => `${at}`);
    const pair = { shop: range(rows, (at) => `s${at % 400}`), day: range(rows, (at) => `d${Math.floor(at / 400)}`) };
    const { relations } = await profileColumns({ id, ...pair }, { relations: 'exact' });
    expect(relations!.keys.candidates).toEqual([{ columns: [0] }, { columns: [1, 2] }]);
    expect((await profileColumns({ id }, { relations: 'none' })).relations).toBeUndefined();
  });
});

it('leaves sets unchecked beyond its budget, and says which', async () => {
  // Of a hundred rows ten are sampled, in which no pair repeats; a pair costs 200 cells to check.
  const column = (position: number): KeyColumn => ({
    position,
    kind: 'integer',
    absent: 0,
    distinct: position === 0 ? 90 : 10 + position,
    codes: Int32Array.from({ length: 10 }, (_, row) => row),
  });
  const checked: (readonly number[])[] = [];
  const keys = await findKeys({
    rows: 100,
    columns: [0, 1, 2, 3].map(column),
    sampleRows: 10,
    cellsBudget: 500,
    verify: (positions) => {
      checked.push(positions);
      return Promise.resolve({ isKey: checked.length === 2, cellsRead: 200 });
    },
  });
  // The fewest combinations first.
  expect(checked).toEqual([
    [1, 2],
    [1, 3],
  ]);
  expect(keys.candidates).toEqual([{ columns: [1, 3] }]);
  expect(keys.unchecked.map(({ columns }) => columns)).toEqual([
    [2, 3],
    [0, 1],
    [0, 2],
    [0, 3],
  ]);
  expect(keys.search).toMatchObject({ pairs: 6, readAgain: 2, cellsRead: 400, limit: 'budget' });
});

it('tells of columns that nearly tell rows apart', async () => {
  const cells = range(1000, (at) => `${at === 700 ? 3 : at}`);
  const { relations, findings } = await profileColumns({ order_id: cells, x: range(1000, () => '1') });
  expect(relations!.keys.near).toEqual([{ column: 0, repeats: 1, exampleRows: [3] }]);
  expect(findings.find(({ rule }) => rule === 'nearKey')).toMatchObject({
    column: 'order_id',
    severity: 'warning',
    count: 1,
    message: 'The column would tell every row from every other, but 1 row repeat an earlier value.',
  });
});
