/** Two rows that are the same with a chance. */
export interface MatchedPair {
  readonly a: number;
  readonly b: number;
  readonly probability: number;
}

const mostMembers = 200;

/**
 * Groups of rows that are one thing, the surest pairs first. Two groups become one only where no pair across them was found to be different,
 * so that a chain of pairs does not join what has nothing in common.
 * @param isApart whether two rows surely are different
 */
export const clusterPairs = (pairs: readonly MatchedPair[], isApart: (a: number, b: number) => boolean): number[][] => {
  const groups = new Map<number, number[]>();
  const groupOf = (row: number): number[] => groups.get(row) ?? [row];
  for (const { a, b } of pairs.toSorted((x, y) => y.probability - x.probability)) {
    const [first, second] = [groupOf(a), groupOf(b)];
    if (first === second || first.includes(b)) continue;
    if (first.length + second.length > mostMembers) continue;
    if (first.length * second.length > 1 && first.some((one) => second.some((other) => isApart(one, other)))) continue;
    const joined = [...first, ...second];
    for (const row of joined) groups.set(row, joined);
  }
  return [...new Set(groups.values())].map((rows) => rows.toSorted((a, b) => a - b)).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
};
