import { maskOf } from '../profile/values/describe-text';
import type { BothColumns } from './both-columns';
import { heaviest } from './heaviest';

/** Cells by category in both tables. */
export interface Categories {
  /** Null for the last, which holds all others. */
  readonly labels: (string | null)[];
  readonly before: number[];
  readonly after: number[];
}

type CellCounts = Uint32Array | Float64Array;

const mostCategories = 100;
/** Cochran's rule: a category that is expected to have fewer cells in one of the tables joins the others. */
const leastExpected = 5;

const sumOf = (counts: CellCounts): number => {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
};

const pool = (before: CellCounts, after: CellCounts, labelOf: (id: number) => string): Categories => {
  const [n, m] = [sumOf(before), sumOf(after)];
  const least = (leastExpected * (n + m)) / Math.max(1, Math.min(n, m));
  const weightOf = (id: number) => before[id]! + after[id]!;
  const alone = heaviest(before.length, mostCategories, weightOf).filter((id) => weightOf(id) >= least);
  const found = {
    labels: alone.map((id): string | null => labelOf(id)),
    before: alone.map((id) => before[id]!),
    after: alone.map((id) => after[id]!),
  };
  const rest = [n - found.before.reduce((a, b) => a + b, 0), m - found.after.reduce((a, b) => a + b, 0)] as const;
  if (rest[0] + rest[1] === 0) return found;
  return { labels: [...found.labels, null], before: [...found.before, rest[0]], after: [...found.after, rest[1]] };
};

/** The values as categories: the hundred most frequent, the rest as one; tokens for "no value" are left out. */
export const valueCategories = (both: BothColumns): Categories => {
  const withoutTokens = (counts: Uint32Array) => counts.map((count, entry) => (both.isToken(entry) ? 0 : count));
  return pool(withoutTokens(both.counts.before), withoutTokens(both.counts.after), (entry) => both.textOf(entry));
};

/** The format masks of the values as categories; long texts, which have none, are `…`. */
export const maskCategories = (both: BothColumns): Categories => {
  const { table, counts } = both;
  const byMask = (side: Uint32Array) => {
    const sums = new Float64Array(table.maskFirst.length + 1);
    for (let entry = 0; entry < table.size; entry += 1) if (!both.isToken(entry)) sums[table.maskIds[entry]!]! += side[entry]!;
    return sums;
  };
  return pool(byMask(counts.before), byMask(counts.after), (id) => (id === 0 ? '…' : maskOf(both.textOf(table.maskFirst[id - 1]!))));
};
