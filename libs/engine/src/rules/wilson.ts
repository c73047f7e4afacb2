/** The standard normal's 97.5th percentile. */
const z = 1.959963984540054;

/**
 * Lower end of the 95 % interval of Wilson (1927) for a share: with p = successes / trials,
 * (p + z²/2n − z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n). 0 for no trials.
 */
export const wilsonLower = (successes: number, trials: number): number => {
  if (trials === 0) return 0;
  const share = successes / trials;
  const spread = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return Math.max(0, (share + (z * z) / (2 * trials) - spread) / (1 + (z * z) / trials));
};
