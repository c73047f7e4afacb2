import { sharesOf, type Counts } from './shares';

const term = (share: number, middle: number): number => (share === 0 ? 0 : share * Math.log2(share / middle));

/** Jensen–Shannon divergence to base 2 (Lin 1991), not smoothed: 0 for equal shares, 1 for shares that have no category in common. */
export const jensenShannon = (before: Counts, after: Counts): number => {
  const [p, q] = [sharesOf(before), sharesOf(after)];
  const sum = p.reduce((total, share, at) => {
    const other = q[at] ?? 0;
    const middle = (share + other) / 2;
    return total + (term(share, middle) + term(other, middle)) / 2;
  }, 0);
  return Math.min(1, Math.max(0, sum));
};
