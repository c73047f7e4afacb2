import type { PairVerdict } from '@millrace/contracts';

/** Two rows that are the same with a chance. */
export interface MatchedPair {
  readonly a: number;
  readonly b: number;
  readonly probability: number;
  /** What somebody has decided of them. */
  readonly decided?: PairVerdict;
}

interface Group {
  readonly rows: number[];
  /** Groups that were found to be different: what is joined to them is so, too. */
  readonly apart: Set<Group>;
}

const mostMembers = 200;

/** Makes one group of two; the larger one stays, so that no row and no group is moved often. */
const join = (one: Group, other: Group, groups: Map<number, Group>): void => {
  const size = ({ rows, apart }: Group) => rows.length + apart.size;
  const [stays, goes] = size(one) < size(other) ? [other, one] : [one, other];
  stays.rows.push(...goes.rows);
  for (const row of goes.rows) groups.set(row, stays);
  for (const third of goes.apart) {
    third.apart.delete(goes);
    third.apart.add(stays);
    stays.apart.add(third);
  }
};

/**
 * Groups of rows that are one thing, the surest pairs first. Two groups become one only where no pair across them was found to be different,
 * so that a chain of pairs does not join what has nothing in common. Two groups that were found so are not looked at again, so that time
 * grows with the pairs, however many of them lie between the same two groups.
 * @param isApart whether two rows surely are different
 * @param known groups that are so already
 */
export const clusterPairs = (
  pairs: readonly MatchedPair[],
  isApart: (a: number, b: number) => boolean,
  known: readonly (readonly number[])[] = [],
): number[][] => {
  const groups = new Map<number, Group>();
  for (const rows of known) {
    const group = { rows: [...rows], apart: new Set<Group>() };
    for (const row of rows) groups.set(row, group);
  }
  const groupOf = (row: number): Group => {
    const found = groups.get(row) ?? { rows: [row], apart: new Set() };
    groups.set(row, found);
    return found;
  };
  for (const { a, b } of pairs.toSorted((x, y) => y.probability - x.probability)) {
    const [first, second] = [groupOf(a), groupOf(b)];
    if (first === second || first.apart.has(second)) continue;
    const across = first.rows.length * second.rows.length;
    const isRefused =
      first.rows.length + second.rows.length > mostMembers ||
      (across > 1 && first.rows.some((one) => second.rows.some((other) => isApart(one, other))));
    if (isRefused) {
      first.apart.add(second);
      second.apart.add(first);
    } else join(first, second, groups);
  }
  return [...new Set(groups.values())]
    .filter(({ rows }) => rows.length > 1)
    .map(({ rows }) => rows.toSorted((a, b) => a - b))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
};
