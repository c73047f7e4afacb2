import fc from 'fast-check';
import { correlate, type CorrelatedColumn } from './correlate';
import { correlationRatio, cramersV, pearson } from './measures';
import { ascendingOrder, ranksBeside } from './number-ranks';

const numbers = (...values: number[]) => Float64Array.from(values);
const levels = (...values: number[]) => Int32Array.from(values);

describe('Pearson', () => {
  it('by hand: 1 2 3 4 5 and 2 1 4 3 5 have 8 / 10', () => {
    expect(pearson(numbers(1, 2, 3, 4, 5), numbers(2, 1, 4, 3, 5))).toEqual({ value: expect.closeTo(0.8, 14), rows: 5 });
  });

  it('looks at rows in which both have a number', () => {
    expect(pearson(numbers(1, 2, NaN, 3, 9), numbers(3, 2, 7, 1, NaN))).toEqual({ value: expect.closeTo(-1, 14), rows: 3 });
  });

  it('is not defined for two rows, nor without spread', () => {
    expect(pearson(numbers(1, 2), numbers(1, 2)).value).toBeNull();
    expect(pearson(numbers(1, 1, 1), numbers(1, 2, 3)).value).toBeNull();
    expect(pearson(numbers(0.1, 0.1, 0.1), numbers(1, 2, 3)).value).toBeNull();
  });

  it('keeps its digits far from zero', () => {
    expect(pearson(numbers(1e12 + 1, 1e12 + 2, 1e12 + 3, 1e12 + 4), numbers(1, 3, 2, 4)).value).toBeCloseTo(0.8, 12);
  });
});

describe("Cramér's V", () => {
  /** As many rows of each pair of levels as the table says. */
  const rowsOf = (table: readonly (readonly number[])[]) => {
    const pairs = table.flatMap((line, a) => line.flatMap((count, b) => Array.from({ length: count }, () => [a, b] as const)));
    return [levels(...pairs.map(([a]) => a)), table.length, levels(...pairs.map(([, b]) => b)), table[0]!.length] as const;
  };

  it('by hand, with the bias taken off', () => {
    // χ² of [[10, 20], [30, 5]] is 65·(10·5 − 20·30)² / (30·35·40·25) = 65·302500/1050000 = 18.7262; φ² = 0.288095.
    // Less 1/64: 0.272470; both r̃ and k̃ are 2 − 1/64, so over 0.984375: 0.276795, and the root of that.
    expect(
      cramersV(
        ...rowsOf([
          [10, 20],
          [30, 5],
        ]),
      ).value,
    ).toBeCloseTo(Math.sqrt((302_500 / 1_050_000 - 1 / 64) / (1 - 1 / 64)), 12);
  });

  it('is 1 for what is the same, and 0 where all is as expected', () => {
    expect(
      cramersV(
        ...rowsOf([
          [40, 0, 0],
          [0, 30, 0],
          [0, 0, 50],
        ]),
      ).value,
    ).toBeCloseTo(1, 12);
    expect(
      cramersV(
        ...rowsOf([
          [10, 20],
          [20, 40],
        ]),
      ).value,
    ).toBe(0);
  });

  it('does not count levels that do not occur beside a value', () => {
    expect(cramersV(levels(0, 0, 1, 1, 2), 3, levels(0, 0, 1, 1, -1), 2)).toEqual(cramersV(levels(0, 0, 1, 1), 2, levels(0, 0, 1, 1), 2));
    expect(cramersV(levels(0, 0, 0), 1, levels(0, 1, 0), 2).value).toBeNull();
  });

  it('is near 0 for many levels by chance, where it would be 0.3 without the correction', () => {
    const random = (seed: number) => levels(...Array.from({ length: 1000 }, (_, at) => (Math.imul(at + seed, 0x9e3779b1) >>> 12) % 90));
    expect(cramersV(random(1), 90, random(77_777).toSorted(), 90).value).toBeLessThan(0.08);
  });
});

describe('correlation ratio', () => {
  it("by hand: the textbook's three subjects", () => {
    // Scores 45 70 29 15 21 | 40 20 30 42 | 65 95 80 70 85 73: η² = 6780 / 9640.
    const scores = numbers(45, 70, 29, 15, 21, 40, 20, 30, 42, 65, 95, 80, 70, 85, 73);
    const subjects = levels(0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2);
    expect(correlationRatio(subjects, 3, scores).value).toBeCloseTo(Math.sqrt(6780 / 9640), 12);
  });

  it('leaves out rows without a category or a number, and is not defined for one category', () => {
    expect(correlationRatio(levels(0, 0, 1, 1, -1, 0), 2, numbers(1, 1, 2, 2, 50, NaN))).toEqual({ value: 1, rows: 4 });
    expect(correlationRatio(levels(0, 0, 0), 1, numbers(1, 2, 3)).value).toBeNull();
  });
});

describe('order and ranks', () => {
  it('agree with sorting, whatever the numbers', () => {
    const number = fc.oneof(fc.double({ noDefaultInfinity: true }), fc.integer({ min: -5, max: 5 }).map(Number));
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 50 }), fc.boolean(), (few, isLong) => {
        const values = Float64Array.from(
          isLong
            ? Array.from({ length: 100 }, () => few)
                .flat()
                .concat(Array.from({ length: 5000 }, (_, at) => at / 7))
            : few,
        );
        const order = ascendingOrder(values);
        expect(order).toHaveLength(values.filter((value) => !Number.isNaN(value)).length);
        for (let at = 1; at < order.length; at += 1) expect(values[order[at - 1]!]! <= values[order[at]!]!).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('are means for equal numbers, among the rows that have another one', () => {
    const values = numbers(3, 1, 3, NaN, 2, 3);
    const ranks = new Float64Array(6);
    ranksBeside(values, ascendingOrder(values), numbers(1, 1, 1, 1, NaN, 1), ranks);
    expect([...ranks]).toEqual([3, 1, 3, NaN, NaN, 3]);
  });
});

describe('a mixed matrix', () => {
  const columns: CorrelatedColumn[] = [
    { position: 2, role: 'number', values: numbers(1, 2, 3, 4, NaN) },
    { position: 4, role: 'category', levels: levels(0, 0, 1, 1, 1), levelCount: 2 },
    { position: 5, role: 'number', values: numbers(1, 10, 100, 1000, 5) },
    { position: 9, role: 'category', levels: levels(0, 0, 1, 1, 0), levelCount: 2 },
  ];

  it('takes the measure that suits each pair, and ranks by pairs', () => {
    const { mixed, spearman, strongest, columns: named } = correlate(columns, { rows: 5, tableRows: 5, leftOut: 0 });
    expect(named.map(({ position }) => position)).toEqual([2, 4, 5, 9]);
    // Ranks 1 2 3 4 of both, in the four rows that have both.
    expect(spearman[0]![2]).toBe(1);
    expect(spearman[0]![1]).toBeNull();
    // 1 2 | 3 4: between 4, in all 5.
    expect(mixed[0]![1]).toBeCloseTo(Math.sqrt(4 / 5), 6);
    expect(mixed.every((row, a) => row.every((value, b) => value === mixed[b]![a]))).toBe(true);
    expect(strongest[0]).toEqual({ columns: [2, 5], measure: 'spearman', value: 1, rows: 4, standardError: null });
  });

  it('gives the standard error of what it has sampled', () => {
    const { strongest, isSampled } = correlate(columns, { rows: 5, tableRows: 20, leftOut: 3 });
    expect(isSampled).toBe(true);
    const found = strongest.find(({ measure }) => measure === 'pearson')!;
    expect(found.standardError).toBeCloseTo(((1 - found.value ** 2) / Math.sqrt(3)) * Math.sqrt(0.75), 5);
  });
});
