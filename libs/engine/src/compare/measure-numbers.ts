import type { ColumnComparison } from '@millrace/contracts';
import { quantileOf } from '../profile/statistics/quantiles';
import { chiSquare } from './statistics/chi-square';
import { jensenShannon } from './statistics/jensen-shannon';
import { kolmogorovSmirnov, kolmogorovSmirnovProbability } from './statistics/kolmogorov-smirnov';
import { populationStability } from './statistics/population-stability';
import { countBins, quantileEdges } from './statistics/quantile-bins';
import { wasserstein } from './statistics/wasserstein';
import type { Measured } from './measured';

const bins = 10;

/** Distances between two samples of ascending numbers, neither empty; bins are tenths of the one before. */
export const measureNumbers = (before: Float64Array, after: Float64Array): Measured => {
  const edges = quantileEdges(before, bins);
  const counts = { before: countBins(before, edges), after: countBins(after, edges) };
  const distance = kolmogorovSmirnov(before, after);
  const earth = wasserstein(before, after);
  const spread = quantileOf(before, 0.75) - quantileOf(before, 0.25);
  const measures: ColumnComparison['measures'] = {
    populationStability: populationStability(counts.before, counts.after),
    jensenShannon: jensenShannon(counts.before, counts.after),
    cramersV: chiSquare(counts.before, counts.after).cramersV,
    kolmogorovSmirnov: distance,
    wasserstein: earth,
    wassersteinScaled: spread > 0 ? earth / spread : null,
    medians: { before: quantileOf(before, 0.5), after: quantileOf(after, 0.5) },
  };
  return {
    measures,
    counts,
    labelOf: (at) => ({ value: null, from: edges[at - 1] ?? null, to: edges[at] ?? null }),
    test: {
      method: 'kolmogorovSmirnov',
      statistic: distance,
      degreesOfFreedom: null,
      probability: kolmogorovSmirnovProbability(distance, before.length, after.length),
      effect: distance,
    },
  };
};
