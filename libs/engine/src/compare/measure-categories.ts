import type { Categories } from './categories';
import type { Measured, RawTest } from './measured';
import { chiSquare } from './statistics/chi-square';
import { jensenShannon } from './statistics/jensen-shannon';
import { populationStability } from './statistics/population-stability';
import type { Counts } from './statistics/shares';

/** Pearson's test of two tables over the same categories. */
export const chiSquareTest = (before: Counts, after: Counts): RawTest => {
  const { statistic, degreesOfFreedom, probability, cramersV } = chiSquare(before, after);
  return { method: 'chiSquare', statistic, degreesOfFreedom: degreesOfFreedom || null, probability, effect: cramersV };
};

/** Distances between two tables over the same categories, neither empty. */
export const measureCategories = ({ labels, before, after }: Categories): Measured => {
  const test = chiSquareTest(before, after);
  return {
    measures: {
      populationStability: populationStability(before, after),
      jensenShannon: jensenShannon(before, after),
      cramersV: test.effect,
      kolmogorovSmirnov: null,
      wasserstein: null,
      wassersteinScaled: null,
      medians: null,
    },
    counts: { before, after },
    labelOf: (at) => ({ value: labels[at] ?? null, from: null, to: null }),
    test,
  };
};
