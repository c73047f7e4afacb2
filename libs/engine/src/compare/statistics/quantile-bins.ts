import { lowerBound, quantileOf } from '../../profile/statistics/quantiles';

const bits = new BigInt64Array(1);
const double = new Float64Array(bits.buffer);

/** The next larger double of a finite number. */
const nextUp = (x: number): number => {
  if (x === 0) return Number.MIN_VALUE;
  double[0] = x;
  bits[0] = bits[0]! + (x > 0 ? 1n : -1n);
  return double[0];
};

/**
 * Inner edges of bins with about equal shares of ascending numbers: their quantiles. A number that is two quantiles at once gets a bin of
 * its own. Bin `i` holds `edges[i - 1] ≤ x < edges[i]`, the first and last are open.
 */
export const quantileEdges = (sorted: Float64Array, bins: number): number[] => {
  const quantiles = Array.from({ length: bins - 1 }, (_, at) => quantileOf(sorted, (at + 1) / bins));
  const edges = quantiles.flatMap((edge, at) => (edge === quantiles[at + 1] || edge === quantiles[at - 1] ? [edge, nextUp(edge)] : [edge]));
  return [...new Set(edges)].filter(Number.isFinite);
};

/** Numbers in each bin of the edges, one more than edges; of ascending numbers. */
export const countBins = (sorted: Float64Array, edges: readonly number[]): number[] => {
  const below = [0, ...edges.map((edge) => lowerBound(sorted, edge)), sorted.length];
  return below.slice(1).map((count, at) => count - (below[at] ?? 0));
};
