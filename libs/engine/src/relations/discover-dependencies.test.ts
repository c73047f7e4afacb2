import fc from 'fast-check';
import pl from 'nodejs-polars';
import type { CodedTable } from './coded-column';
import { discoverDependencies } from './discover-dependencies';
import { encodeFrame } from './encode-table';

type Cells = readonly (readonly (string | null)[])[];

const coded = (columns: Cells): CodedTable =>
  encodeFrame(
    pl.DataFrame(columns.map((values, at) => pl.Series(`c${at}`, values as string[], pl.Utf8))),
    columns.map((_, at) => at),
  );

/** Numbers from a seed (Park and Miller). */
const numbers = (seed: number) => {
  let state = seed;
  return (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
};
const rows = <T>(count: number, make: (row: number) => T): T[] => Array.from({ length: count }, (_, row) => make(row));

describe('encodeFrame', () => {
  it('gives equal texts equal codes, and absent cells none', () => {
    const long = 'a text of more than twelve bytes';
    const [column] = coded([['x', null, long, 'x', '', long]]).columns;
    expect([Array.from(column!.codes), column!.values, Array.from(column!.counts)]).toEqual([
      [0, -1, 1, 0, 2, 1],
      ['x', long, ''],
      [2, 2, 1],
    ]);
  });

  it('brings every cell back', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.string({ unit: 'binary', maxLength: 20 })), { minLength: 1, maxLength: 600 }), (cells) => {
        const [column] = coded([cells]).columns;
        expect(Array.from(column!.codes, (code) => (code < 0 ? null : column!.values[code]))).toEqual(cells);
      }),
      { numRuns: 50 },
    );
  });
});

describe('discoverDependencies', () => {
  const random = numbers(7);
  const zip = rows(2000, () => `${10_000 + random(80)}`);
  const town = zip.map((one) => `town ${Number(one) % 37}`);
  const chance = rows(2000, () => `${random(6)}`);

  it('finds what decides what, by numbers that can be worked out', () => {
    const found = discoverDependencies(coded([zip, town, chance]));
    expect(found).toEqual([
      expect.objectContaining({ determinants: [0], dependent: 1, violations: 0, agreement: 1, strength: 1, support: 2000 }),
    ]);
  });

  it('corrects for chance, for noise and for what is unique', () => {
    const noisy = town.map((one, row) => (row % 50 === 0 ? `typo ${row}` : one));
    const nearlyConstant = rows(2000, (row) => (row % 100 === 0 ? 'no' : 'yes'));
    const found = discoverDependencies(coded([zip, noisy, nearlyConstant, rows(2000, (row) => `${row}`)]));
    expect(found.map(({ determinants, dependent }) => [determinants, dependent])).toEqual([[[0], 1]]);
    expect(found[0]?.strength).toBeCloseTo(0.98 ** 2, 1);
    expect(found[0]?.violations).toBe(40);
  });

  it('finds pairs that decide together what neither does alone', () => {
    const [a, b] = [rows(2000, () => `${random(9)}`), rows(2000, () => `${random(9)}`)];
    const rate = a.map((one, row) => `rate ${one} ${Math.floor(Number(b[row]) / 2)}`);
    const found = discoverDependencies(coded([a, b, rate])).filter(({ dependent }) => dependent === 2);
    expect(found).toEqual([expect.objectContaining({ determinants: expect.arrayContaining([0, 1]), strength: 1 })]);
  });

  it('leaves absent cells out, and believes nothing of a few rows', () => {
    const gaps = town.map((one, row) => (row % 3 === 0 ? null : one));
    expect(discoverDependencies(coded([zip, gaps]))).toEqual([expect.objectContaining({ strength: 1, violations: 0 })]);
    expect(discoverDependencies(coded([zip.slice(0, 15), town.slice(0, 15)]))).toEqual([]);
  });

  it('bounds its work by the cells that it may look at', () => {
    const [found] = discoverDependencies(coded([zip, town]), { mostCells: 4000 });
    expect(found?.support).toBeLessThanOrEqual(1000);
  });
});
