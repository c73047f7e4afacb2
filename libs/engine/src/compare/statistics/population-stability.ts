import { smoothedShares, type Counts } from './shares';

/**
 * What each category adds to the population stability index: (q - p) · ln(q / p) of smoothed shares, never negative. Their sum
 * is the index, Jeffreys' divergence in nats. By custom below 0.1 is stable and above 0.25 has shifted.
 */
export const populationStabilityTerms = (before: Counts, after: Counts): number[] => {
  const [p, q] = [smoothedShares(before), smoothedShares(after)];
  return p.map((share, at) => ((q[at] ?? 0) - share) * Math.log((q[at] ?? 0) / share));
};

/** The population stability index, 0 or more. */
export const populationStability = (before: Counts, after: Counts): number =>
  populationStabilityTerms(before, after).reduce((sum, term) => sum + term, 0);
