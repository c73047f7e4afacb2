import type { ColumnProfile, Comparison } from '@millrace/contracts';
import { columnWords } from '../semantic/column-words';
import { kindFamily } from './kind-family';

const leastSimilarity = 0.6;
/** Pairs that are looked at grow with the square of this. */
const mostColumns = 200;

/** Edits that turn one text into the other (Levenshtein), over the longer length: 1 for equal texts. */
export const textSimilarity = (a: string, b: string): number => {
  const longest = Math.max(a.length, b.length);
  if (longest === 0) return 1;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return 1 - row[b.length]! / longest;
};

type Frequencies = ColumnProfile['top'];

/** Σ min(p, q) over the values that are listed. */
const commonShare = (a: Frequencies, b: Frequencies, [n, m]: readonly [number, number]): number => {
  const others = new Map(b.map(({ value, count }) => [value, count / m]));
  return a.reduce((sum, { value, count }) => sum + Math.min(count / n, others.get(value) ?? 0), 0);
};
const listedShare = (list: Frequencies, n: number): number => list.reduce((sum, { count }) => sum + count, 0) / n;

/** How much of the wider of two ranges they have in common; for equal constants 1. */
const commonRange = (a: ColumnProfile, b: ColumnProfile): number => {
  const [lowA, highA, lowB, highB] = [a.metrics['q05'], a.metrics['q95'], b.metrics['q05'], b.metrics['q95']].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const width = Math.max(highA, highB) - Math.min(lowA, lowB);
  return width === 0 ? 1 : Math.max(0, Math.min(highA, highB) - Math.max(lowA, lowB)) / width;
};

/** Likeness of what two columns hold by their profiles alone, 0 to 1. */
const contentSimilarity = (a: ColumnProfile, b: ColumnProfile): number => {
  if (kindFamily(a.kind) !== kindFamily(b.kind) || a.kind === 'empty') return 0;
  if (a.metrics['q05'] !== undefined && b.metrics['q05'] !== undefined) return commonRange(a, b);
  const present = [a, b].map(({ metrics }) => Math.max(1, (metrics['count'] ?? 0) - (metrics['nullCount'] ?? 0))) as [number, number];
  const byValues =
    commonShare(a.top, b.top, present) / Math.max(0.01, Math.min(listedShare(a.top, present[0]), listedShare(b.top, present[1])));
  return Math.min(1, Math.max(byValues, 0.8 * commonShare(a.masks, b.masks, present)));
};

/** Two parts the likeness of the names, three that of what the columns hold: equal columns of other names still pair. */
const similarityOf = (a: ColumnProfile, b: ColumnProfile): number =>
  0.4 * textSimilarity(columnWords(a.name), columnWords(b.name)) + 0.6 * contentSimilarity(a, b);

/** Pairs of a removed and an added column that may be one, each column in at most one pair, the most alike first. */
export const suggestRenames = (
  removed: readonly ColumnProfile[],
  added: readonly ColumnProfile[],
): Comparison['columnSchema']['renamed'] => {
  const pairs = removed.slice(0, mostColumns).flatMap((before) =>
    added.slice(0, mostColumns).flatMap((after) => {
      const similarity = similarityOf(before, after);
      return similarity < leastSimilarity ? [] : [{ before: before.name, after: after.name, similarity }];
    }),
  );
  const taken = { before: new Set<string>(), after: new Set<string>() };
  return pairs
    .sort((a, b) => b.similarity - a.similarity)
    .filter(({ before, after }) => {
      if (taken.before.has(before) || taken.after.has(after)) return false;
      taken.before.add(before);
      taken.after.add(after);
      return true;
    });
};
