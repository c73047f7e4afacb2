import fc from 'fast-check';
import { momentsOf } from './moments';
import { medianDistance, quantileOf } from './quantiles';

const std = (numbers: readonly number[], decimals: number): number => {
  const { m2, n } = momentsOf(Float64Array.from(numbers).sort(), decimals);
  return Math.sqrt(m2 / (n - 1));
};

it('gives the moments of 1, 2, 4, 9 as by hand', () => {
  // About the mean 4: -3, -2, 0, 5.
  expect(momentsOf(Float64Array.of(1, 2, 4, 9), 0)).toEqual({ n: 4, sum: 16, mean: 4, m2: 38, m3: 90, m4: 722 });
});

it('takes decimals for what was written, and not for the doubles beside them', () => {
  // 1 000 000.2 and two neighbours, 333 times each.
  const n = 333;
  const numbers = Array.from({ length: 3 * n }, (_, at) => 10_000_000.2 + ((at % 3) - 1) / 10).map((x) => Number(x.toFixed(1)));
  expect(std(numbers, 1)).toBeCloseTo(Math.sqrt((2 * n * 0.01) / (3 * n - 1)), 15);
});

it('adds what a naive sum loses', () => {
  expect(momentsOf(Float64Array.of(-1e100, 1, 1e100), -1).sum).toBe(1);
});

it('agrees with exact integers', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 2, maxLength: 60 }), (integers) => {
      const n = BigInt(integers.length);
      const sum = integers.reduce((total, x) => total + BigInt(x), 0n);
      const squares = integers.reduce((total, x) => total + BigInt(x) * BigInt(x), 0n);
      const { m2, mean } = momentsOf(Float64Array.from(integers).sort(), 0);
      expect(mean).toBeCloseTo(Number(sum) / Number(n), 9);
      const exact = Number(n * squares - sum * sum) / Number(n);
      expect(Math.abs(m2 - exact)).toBeLessThanOrEqual(1e-14 * Math.max(1, exact));
    }),
  );
});

it('finds medians of distances as sorting them does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 40 }), (integers) => {
      const sorted = Float64Array.from(integers).sort();
      const centre = quantileOf(sorted, 0.5);
      const distances = sorted.map((x) => Math.abs(x - centre)).sort();
      expect(medianDistance(sorted, centre)).toBeCloseTo(quantileOf(distances, 0.5), 12);
    }),
  );
});
