import { upperGamma } from './incomplete-gamma';
import { sharesOf, totalOf, type Counts } from './shares';

export interface ChiSquare {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  /** Probability of a statistic at least as large where both tables have the same shares. */
  readonly probability: number;
  /** Cramér's V as for two tables of one size: √(½ Σ (p - q)² / (p + q)). 0 for equal shares, 1 for none in common, whatever the sizes. */
  readonly cramersV: number;
}

/** Pearson's test of homogeneity of two tables over the same categories; those without cells are left out. */
export const chiSquare = (before: Counts, after: Counts): ChiSquare => {
  const [n, m] = [totalOf(before), totalOf(after)];
  const [p, q] = [sharesOf(before), sharesOf(after)];
  let [statistic, distance, categories] = [0, 0, 0];
  for (const [at, count] of before.entries()) {
    const other = after[at] ?? 0;
    if (count + other === 0) continue;
    categories += 1;
    const difference = (p[at] ?? 0) - (q[at] ?? 0);
    distance += difference ** 2 / ((p[at] ?? 0) + (q[at] ?? 0));
    statistic += (n * m * difference ** 2) / (count + other);
  }
  const degreesOfFreedom = Math.max(0, categories - 1);
  if (degreesOfFreedom === 0 || n === 0 || m === 0) return { statistic: 0, degreesOfFreedom: 0, probability: 1, cramersV: 0 };
  return {
    statistic,
    degreesOfFreedom,
    probability: upperGamma(degreesOfFreedom / 2, statistic / 2),
    cramersV: Math.min(1, Math.sqrt(distance / 2)),
  };
};
