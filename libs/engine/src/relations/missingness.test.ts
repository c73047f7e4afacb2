import fc from 'fast-check';
import { profileColumns } from './testing/profile-rows';

const missing = async (columns: Record<string, (string | null)[]>) => (await profileColumns(columns)).relations!.missingness;

describe('missingness, by hand', () => {
  const columns = {
    a: ['1', null, '3', null, '5', '6'],
    b: ['1', null, '3', 'N/A', null, '6'],
    c: ['1', '2', '3', '4', '5', '6'],
  };

  it('counts the sets of columns that are absent together, the most frequent first', async () => {
    expect(await missing(columns)).toMatchObject({
      patterns: [
        { absent: [], rows: 3 },
        { absent: [0, 1], rows: 2 },
        { absent: [1], rows: 1 },
      ],
      distinctPatterns: 3,
      otherRows: 0,
    });
  });

  it('counts rows by their absent cells', async () => {
    expect((await missing(columns)).completeness).toEqual([
      { from: 0, to: 0, rows: 3 },
      { from: 1, to: 1, rows: 1 },
      { from: 2, to: 2, rows: 2 },
      { from: 3, to: 3, rows: 0 },
    ]);
  });

  it('says how far absence goes together: phi of the 2 × 2 table', async () => {
    // a absent 2 of 6, b absent 3 of 6, both 2: (2·6 - 2·3) / √(2·4·3·3) = 6 / √72.
    const r = Math.round((6 / Math.sqrt(72)) * 1e6) / 1e6;
    const square = [
      [1, r],
      [r, 1],
    ];
    expect((await missing(columns)).correlation).toEqual({ columns: [0, 1], leftOut: 0, rows: 6, values: square });
  });

  it('has no correlation where fewer than two columns are partly absent', async () => {
    expect((await missing({ a: ['1', null], b: [null, null], c: ['1', '2'] })).correlation).toBeNull();
  });

  it('says once that a group of columns is absent together', async () => {
    const cells = ['1', null, '3', null];
    const { findings } = await profileColumns({ a: cells, b: cells, c: cells, d: [null, '2', '3', '4'] });
    const found = findings.filter(({ rule }) => rule === 'absentTogether');
    expect(found).toMatchObject([{ column: 'a', measured: 1, count: 2, message: 'Where it is absent, so mostly are "b", "c".' }]);
  });
});

it('agrees with counting each row, whatever is absent', async () => {
  const cell = fc.constantFrom('x', 'y', null, 'N/A');
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 30 }),
      fc.infiniteStream(cell),
      async (width, rows, cells) => {
        const names = Array.from({ length: width }, (_, at) => `k${at}`);
        const columns = Object.fromEntries(names.map((name) => [name, Array.from({ length: rows }, () => cells.next().value)]));
        const sets = Array.from({ length: rows }, (_, row) =>
          names.flatMap((name, at) => (columns[name]![row] === null || columns[name]![row] === 'N/A' ? [at] : [])),
        );
        const { metrics, relations } = await profileColumns(columns);
        const { patterns, distinctPatterns, otherRows, completeness } = relations!.missingness;
        const counted = Map.groupBy(sets, (set) => set.join());
        expect([distinctPatterns, otherRows]).toEqual([counted.size, 0]);
        for (const { absent, rows: count } of patterns) expect(counted.get(absent.join())).toHaveLength(count);
        for (const { from, to, rows: count } of completeness)
          expect(sets.filter(({ length }) => length >= from && length <= to)).toHaveLength(count);
        expect(metrics['completeRows']).toBe(sets.filter(({ length }) => length === 0).length);
        expect(metrics['emptyRows']).toBe(sets.filter(({ length }) => length === width).length);
      },
    ),
    { numRuns: 40 },
  );
});

it('counts rows beyond what can be followed as others, and correlates sampled rows then', async () => {
  // Rows 0 … 69,999 as seventeen bits: more different patterns than are followed.
  const rows = 70_000;
  const bit = (at: number) => Array.from({ length: rows }, (_, row) => ((row >> at) & 1 ? null : '1'));
  const columns = Object.fromEntries([...Array.from({ length: 17 }, (_, at) => [`b${at}`, bit(at)] as const), ['twin', bit(0)] as const]);
  const { patterns, distinctPatterns, otherRows, correlation } = await missing(columns);
  expect(distinctPatterns).toBeLessThan(65_536);
  expect(otherRows).toBeGreaterThan(0);
  expect(patterns[0]).toEqual({ absent: [], rows: 1 });
  expect(correlation!.rows).toBeLessThan(rows);
  expect(correlation!.values[0]![17]).toBe(1);
  expect(Math.abs(correlation!.values[0]![1]!)).toBeLessThan(0.02);
});
