import fc from 'fast-check';
import { benjaminiHochberg } from './benjamini-hochberg';
import { chiSquare } from './chi-square';
import { upperGamma } from './incomplete-gamma';
import { jensenShannon } from './jensen-shannon';
import { kolmogorovSmirnov, kolmogorovSmirnovProbability } from './kolmogorov-smirnov';
import { populationStability, populationStabilityTerms } from './population-stability';
import { countBins, quantileEdges } from './quantile-bins';
import { wasserstein } from './wasserstein';

const sorted = (...numbers: number[]) => Float64Array.from(numbers).sort();
const samples = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 40 }).map((list) => sorted(...list));
const pairs = fc
  .integer({ min: 2, max: 8 })
  .chain((length) => fc.tuple(...[0, 1].map(() => fc.array(fc.nat(50), { minLength: length, maxLength: length }))))
  .map(([a = [], b = []]) => [a.map((count) => count + 1), b.map((count) => count + 1)] as const);

describe('by hand', () => {
  it('Kolmogorov–Smirnov', () => {
    expect(kolmogorovSmirnov(sorted(1, 2, 3, 4), sorted(3, 4, 5, 6))).toBe(0.5);
    expect(kolmogorovSmirnov(sorted(1, 1, 2), sorted(1, 2, 2))).toBeCloseTo(1 / 3, 15);
    expect(kolmogorovSmirnov(sorted(1, 2), sorted(3))).toBe(1);
    expect(kolmogorovSmirnov(sorted(7), sorted(7))).toBe(0);
  });

  it("Kolmogorov's distribution at its tabled points, in both forms of the series", () => {
    const at = (lambda: number) => {
      const root = Math.sqrt(1e12 / 2);
      return kolmogorovSmirnovProbability(lambda / (root + 0.12 + 0.11 / root), 1e12, 1e12);
    };
    expect(at(1.3580986)).toBeCloseTo(0.05, 6);
    expect(at(1.6276236)).toBeCloseTo(0.01, 6);
    expect(at(1)).toBeCloseTo(0.2699996717, 9);
    expect(at(0.8275735)).toBeCloseTo(0.5, 6);
    expect(at(1.18 - 1e-9)).toBeCloseTo(at(1.18 + 1e-9), 7);
    expect(kolmogorovSmirnovProbability(0, 5, 5)).toBe(1);
  });

  it('Wasserstein', () => {
    expect(wasserstein(sorted(0, 1, 3), sorted(5, 6, 8))).toBeCloseTo(5, 14);
    expect(wasserstein(sorted(0, 0, 0, 1), sorted(0, 1))).toBeCloseTo(0.25, 15);
    expect(wasserstein(sorted(2), sorted(2, 2))).toBe(0);
  });

  it('population stability, smoothed by half a cell', () => {
    const [p, q] = [1.5 / 5, 3.5 / 5];
    expect(populationStability([1, 3], [3, 1])).toBeCloseTo(2 * (q - p) * Math.log(q / p), 14);
    expect(populationStability([10, 30], [10, 30])).toBe(0);
    expect(Number.isFinite(populationStability([100, 0], [0, 100]))).toBe(true);
  });

  it('Jensen–Shannon', () => {
    expect(jensenShannon([1, 0], [0, 7])).toBe(1);
    expect(jensenShannon([2, 2], [30, 30])).toBe(0);
    // p = (1, 0), q = (½, ½), m = (¾, ¼): ½ log₂(4/3) + ½ (½ log₂(2/3) + ½ log₂ 2)
    expect(jensenShannon([4, 0], [5, 5])).toBeCloseTo(0.5 * Math.log2(4 / 3) + 0.25 * Math.log2(2 / 3) + 0.25, 14);
  });

  it('chi-square of a table of two by two, with the probability of one degree of freedom', () => {
    // Expected 15 in each: 4 · 25 / 15.
    const test = chiSquare([10, 20], [20, 10]);
    expect(test.statistic).toBeCloseTo(20 / 3, 12);
    expect(test.degreesOfFreedom).toBe(1);
    expect(test.probability).toBeCloseTo(0.009823274507, 11);
    expect(test.cramersV).toBeCloseTo(1 / 3, 14);
    expect(test.cramersV).toBeCloseTo(Math.sqrt(test.statistic / 60), 14);
  });

  it('chi-square where nothing can differ', () => {
    expect(chiSquare([5, 0], [9, 0])).toMatchObject({ degreesOfFreedom: 0, probability: 1, cramersV: 0 });
    expect(chiSquare([0, 0], [9, 1])).toMatchObject({ probability: 1, cramersV: 0 });
    expect(chiSquare([3, 0], [0, 3]).cramersV).toBe(1);
  });

  it('the incomplete gamma function in closed form: a = 1, a whole number and one half', () => {
    expect(upperGamma(1, 3)).toBeCloseTo(Math.exp(-3), 15);
    expect(upperGamma(4, 2.5)).toBeCloseTo(Math.exp(-2.5) * (1 + 2.5 + 2.5 ** 2 / 2 + 2.5 ** 3 / 6), 14);
    expect(upperGamma(0.5, 1.920729410347062)).toBeCloseTo(0.05, 12);
    expect(upperGamma(50, 0)).toBe(1);
    expect(upperGamma(3, 1e9)).toBe(0);
    expect(upperGamma(500, 500)).toBeCloseTo(0.4940531, 6);
  });

  it('Benjamini–Hochberg', () => {
    // 0.03 · 4/3 = 0.04, which the next larger, 0.04 · 4/4, equals.
    expect(benjaminiHochberg([0.01, 0.04, 0.03, 0.005]).map((q) => Number(q.toFixed(12)))).toEqual([0.02, 0.04, 0.04, 0.02]);
    expect(benjaminiHochberg([])).toEqual([]);
  });

  it('bins by quantiles, a frequent number in one of its own', () => {
    const numbers = sorted(0, 1, 2, 3, 4, 5, 6, 7, 8);
    expect(quantileEdges(numbers, 4)).toEqual([2, 4, 6]);
    expect(countBins(numbers, [2, 4, 6])).toEqual([2, 2, 2, 3]);
    const constant = sorted(5, 5, 5);
    expect(countBins(constant, quantileEdges(constant, 10))).toEqual([0, 3, 0]);
    expect(countBins(sorted(4, 5, 6, -5), quantileEdges(constant, 10))).toEqual([2, 1, 1]);
    expect(countBins(sorted(-0.5, 0, 0.5), quantileEdges(sorted(0, 0, 0), 3))).toEqual([1, 1, 1]);
    expect(countBins(sorted(-8, -7, -6), quantileEdges(sorted(-7, -7), 3))).toEqual([1, 1, 1]);
  });
});

describe('whatever the samples', () => {
  it('distances are symmetric, 0 for the sample itself, and bounded', () => {
    fc.assert(
      fc.property(samples, samples, (a, b) => {
        expect(kolmogorovSmirnov(a, b)).toBeCloseTo(kolmogorovSmirnov(b, a), 14);
        expect(wasserstein(a, b)).toBeCloseTo(wasserstein(b, a), 10);
        expect(kolmogorovSmirnov(a, a)).toBe(0);
        expect(wasserstein(a, a)).toBe(0);
        expect(kolmogorovSmirnov(a, b)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('a shift by c moves the earth by c', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: -9, max: 9 }), (a, shift) => {
        expect(
          wasserstein(
            a,
            a.map((x) => x + shift),
          ),
        ).toBeCloseTo(Math.abs(shift), 9);
      }),
    );
  });

  it('of equal sizes, Wasserstein is the mean distance of the order statistics', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), { minLength: 1 }), (both) => {
        const [a, b] = [sorted(...both.map(([x]) => x)), sorted(...both.map(([, y]) => y))];
        const mean = a.reduce((sum, x, at) => sum + Math.abs(x - (b[at] ?? 0)), 0) / a.length;
        expect(wasserstein(a, b)).toBeCloseTo(mean, 10);
      }),
    );
  });

  it('divergences are symmetric, not negative, and each category adds', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        expect(jensenShannon(a, b)).toBeCloseTo(jensenShannon(b, a), 12);
        expect(populationStability(a, b)).toBeCloseTo(populationStability(b, a), 12);
        for (const term of populationStabilityTerms(a, b)) expect(term).toBeGreaterThanOrEqual(0);
        expect(jensenShannon(a, b)).toBeLessThanOrEqual(1);
        expect(chiSquare(a, a).cramersV).toBe(0);
      }),
    );
  });

  it("Cramér's V is the textbook's for equal sizes, and does not move with size", () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const scaled = [a, b].map((counts, at) => counts.map((count) => count * [b, a][at]!.reduce((x, y) => x + y)));
        const [x = [], y = []] = scaled;
        const n = x.reduce((p, q) => p + q, 0) * 2;
        const test = chiSquare(x, y);
        expect(test.cramersV).toBeCloseTo(Math.sqrt(test.statistic / n), 10);
        expect(test.cramersV).toBeCloseTo(chiSquare(a, b).cramersV, 10);
      }),
    );
  });

  it('every number is in one bin', () => {
    fc.assert(
      fc.property(samples, samples, fc.integer({ min: 2, max: 10 }), (a, b, bins) => {
        const edges = quantileEdges(a, bins);
        expect(edges).toEqual(edges.toSorted((x, y) => x - y));
        for (const side of [a, b]) expect(countBins(side, edges).reduce((x, y) => x + y)).toBe(side.length);
      }),
    );
  });

  it('adjusted probabilities keep their order and are at least the given ones', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (list) => {
        const adjusted = benjaminiHochberg(list);
        list.forEach((p, at) => {
          expect(adjusted[at]).toBeGreaterThanOrEqual(p);
          expect(adjusted[at]).toBeLessThanOrEqual(1);
          list.forEach((other, there) => p < other && expect(adjusted[at]!).toBeLessThanOrEqual(adjusted[there]!));
        });
      }),
    );
  });
});
