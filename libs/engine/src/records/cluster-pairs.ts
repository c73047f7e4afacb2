import type { PairVerdict } from '@millrace/contracts';
import { JoinForest, type Join } from './join-forest';

/** Two rows that are the same with a chance. */
export interface MatchedPair {
  readonly a: number;
  readonly b: number;
  readonly probability: number;
  /** What somebody has decided of them. */
  readonly decided?: PairVerdict;
}

interface Clusters {
  /** Rows of each thing that several rows tell of, in order. */
  readonly clusters: readonly (readonly number[])[];
  /**
   * Pairs of which only one can be the same, and none of which is likely enough beside the others: the pairs that were given, and how likely
   * each is beside the likeliest other one.
   */
  readonly rivals: ReadonlyMap<MatchedPair, number>;
}

interface Group {
  readonly rows: number[];
  /** Groups that were found to be different, by which rows, or too many with it (null): what is joined to them is so, too. */
  readonly apart: Map<Group, readonly [number, number] | null>;
}

const mostMembers = 200;
/** More is not told apart from certainty. */
const mostOdds = 2 ** 53;

const oddsOf = ({ probability, decided }: MatchedPair): number =>
  decided === 'same' ? Infinity : Math.min(mostOdds, probability / (1 - probability));
/** Chance of one of two of which no more than one holds. */
const chanceBeside = (odds: number, rival: number): number => 1 / (1 + (1 + rival) / odds);

/** Makes one group of two; the larger one stays, so that no row and no group is moved often. */
const join = (one: Group, other: Group, groups: Map<number, Group>): void => {
  const size = ({ rows, apart }: Group) => rows.length + apart.size;
  const [stays, goes] = size(one) < size(other) ? [other, one] : [one, other];
  stays.rows.push(...goes.rows);
  for (const row of goes.rows) groups.set(row, stays);
  for (const [third, by] of goes.apart) {
    third.apart.delete(goes);
    third.apart.set(stays, by);
    stays.apart.set(third, by);
  }
};

/** How likely each pair is beside the likeliest other one that tells of one of its rows and of another thing. */
const besideRivals = (pairs: readonly MatchedPair[], groupOf: (row: number) => number, threshold: number): Map<MatchedPair, number> => {
  const sorted = pairs.toSorted((x, y) => y.probability - x.probability);
  const best = new Map<number, { readonly group: number; readonly odds: number }[]>();
  for (const pair of sorted)
    for (const [row, other] of [
      [pair.a, pair.b],
      [pair.b, pair.a],
    ] as const) {
      // prettier-ignore
      const [found, group] = [best.get(row) ?? [], groupOf(other)];
      if (found.length < 2 && found[0]?.group !== group) best.set(row, [...found, { group, odds: oddsOf(pair) }]);
    }
  const rivalOf = (row: number, other: number): number => best.get(row)?.find(({ group }) => group !== groupOf(other))?.odds ?? 0;
  return new Map(
    sorted.map((pair) => {
      const [odds, rival] = [oddsOf(pair), Math.max(rivalOf(pair.a, pair.b), rivalOf(pair.b, pair.a))];
      const chance = chanceBeside(odds, rival);
      // The rival may be that of a row that is joined to one of these.
      return [pair, chance < threshold ? chance : chanceBeside(odds, odds)];
    }),
  );
};

const groupsOf = (groups: Iterable<readonly number[]>): number[][] =>
  [...groups]
    .filter((rows) => rows.length > 1)
    .map((rows) => rows.toSorted((a, b) => a - b))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));

/**
 * Groups of rows that are one thing, the surest pairs first. Two groups become one only where no pair across them was found to be different,
 * so that a chain of pairs does not join what has nothing in common. Two groups that were found so are not looked at again, so that time
 * grows with the pairs, however many of them lie between the same two groups. A row that is about as likely one as another, where these are
 * different, is neither.
 * @param isApart whether two rows surely are different
 * @param threshold the chance from which on a pair is the same, another one considered that cannot be so at once
 * @param known groups that are so already
 */
export const clusterPairs = (
  pairs: readonly MatchedPair[],
  isApart: (a: number, b: number) => boolean,
  threshold: number,
  known: readonly (readonly number[])[] = [],
): Clusters => {
  const groups = new Map<number, Group>();
  const forest = new JoinForest();
  for (const rows of known) {
    const group: Group = { rows: [...rows], apart: new Map() };
    for (const row of rows) {
      groups.set(row, group);
      forest.join(rows[0] ?? row, row, Infinity);
    }
  }
  const groupOf = (row: number): Group => {
    const found = groups.get(row) ?? { rows: [row], apart: new Map() };
    groups.set(row, found);
    return found;
  };
  /** By which rows two groups are different; null where they are too many together; undefined where nothing keeps them apart. */
  const apartBy = (first: Group, second: Group): readonly [number, number] | null | undefined => {
    if (first.apart.has(second)) return first.apart.get(second);
    if (first.rows.length + second.rows.length > mostMembers) return null;
    if (first.rows.length * second.rows.length === 1) return undefined;
    for (const one of first.rows) for (const other of second.rows) if (isApart(one, other)) return [one, other];
    return undefined;
  };
  const [doubted, refused] = [new Set<Join>(), [] as MatchedPair[]];
  /** What joined the rows of a refused pair to those that are different, where it is not much surer than that pair. */
  const doubt = (pair: MatchedPair, by: readonly [number, number]): void => {
    const odds = oddsOf(pair);
    const isSide = groups.get(by[0]) === groups.get(pair.a);
    const joins = [forest.weakest(pair.a, by[isSide ? 0 : 1]), forest.weakest(pair.b, by[isSide ? 1 : 0])];
    const doubtful = joins.filter((one) => one !== null && chanceBeside(one.odds, odds) < threshold);
    for (const one of doubtful) if (one) doubted.add(one);
    if (doubtful.length > 0) refused.push(pair);
  };
  for (const pair of pairs.toSorted((x, y) => y.probability - x.probability)) {
    const [first, second] = [groupOf(pair.a), groupOf(pair.b)];
    if (first === second) continue;
    const by = apartBy(first, second);
    if (by === undefined) {
      forest.join(pair.a, pair.b, oddsOf(pair));
      join(first, second, groups);
      continue;
    }
    first.apart.set(second, by);
    second.apart.set(first, by);
    if (by !== null) doubt(pair, by);
  }
  if (doubted.size === 0) return { clusters: groupsOf(new Set(Array.from(groups.values(), ({ rows }) => rows))), rivals: new Map() };
  const left = new JoinForest();
  for (const one of forest.joins) if (!doubted.has(one)) left.join(one.a, one.b, one.odds);
  const members = new Map<number, number[]>();
  for (const row of groups.keys()) {
    const top = left.top(row);
    const found = members.get(top);
    if (found) found.push(row);
    else members.set(top, [row]);
  }
  const parted = pairs.filter(({ a, b }) => groups.get(a) === groups.get(b) && left.top(a) !== left.top(b));
  return { clusters: groupsOf(members.values()), rivals: besideRivals([...parted, ...refused], (row) => left.top(row), threshold) };
};
