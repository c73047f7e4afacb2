/** Largest distance between the two empirical distribution functions; of ascending numbers, ties taken together. */
export const kolmogorovSmirnov = (before: Float64Array, after: Float64Array): number => {
  let [i, j, largest] = [0, 0, 0];
  while (i < before.length && j < after.length) {
    const x = Math.min(before[i]!, after[j]!);
    while (i < before.length && before[i] === x) i += 1;
    while (j < after.length && after[j] === x) j += 1;
    largest = Math.max(largest, Math.abs(i / before.length - j / after.length));
  }
  return largest;
};

/**
 * Probability of a distance at least as large where both are samples of one continuous distribution: Kolmogorov's limit with
 * Stephens' correction for the sizes (1970), λ = (√n + 0.12 + 0.11/√n) D with n = n₁n₂/(n₁+n₂). Ties make it conservative.
 */
export const kolmogorovSmirnovProbability = (distance: number, before: number, after: number): number => {
  const root = Math.sqrt((before * after) / (before + after));
  const lambda = (root + 0.12 + 0.11 / root) * distance;
  if (!(lambda > 0)) return 1;
  // The other form of Jacobi's theta function converges at once where this one needs many terms.
  if (lambda < 1.18) {
    const step = Math.exp(-(Math.PI ** 2) / (8 * lambda ** 2));
    return Math.max(0, 1 - (Math.sqrt(2 * Math.PI) / lambda) * (step + step ** 9 + step ** 25 + step ** 49));
  }
  const step = Math.exp(-2 * lambda ** 2);
  return Math.min(1, 2 * (step - step ** 4 + step ** 9 - step ** 16));
};
