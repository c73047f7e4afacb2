import type { CodedColumn } from '../relations/coded-column';
import { groupBy } from '../relations/groups';

/** What sources say: rows of one table, each what one source says of one key. */
export interface Claims {
  readonly rows: number;
  readonly key: CodedColumn;
  readonly source: CodedColumn;
}

/** How sources count in one column. */
export interface Trust {
  /** By code of the source. */
  readonly weights: ArrayLike<number>;
  /** Codes of sources that tell something else in this column. */
  readonly apart: ReadonlySet<number>;
  /** Share of the weight that has to agree. */
  readonly threshold: number;
}

/** Sources that have to say the same, and the share of those that say anything. */
const [leastAgreeing, leastShare] = [4, 0.6] as const;

/** What the sources of one key agree on. */
export interface Verdict {
  /** Rows of the key, of sources that count. */
  readonly rows: readonly number[];
  /** Code of the value. */
  readonly value: number;
  /** Sources that say so, and those that say anything. */
  readonly agreeing: number;
  readonly saying: number;
  /** Share of the weight. */
  readonly share: number;
}

/** The leading value of each key by the weight of the sources that say so; keys of which nothing is said are left out. */
export const leadingValues = function* (
  { rows: count, key, source }: Claims,
  target: CodedColumn,
  { weights, apart }: Omit<Trust, 'threshold'>,
): Generator<Verdict> {
  const { starts, rows, count: groups } = groupBy([key], [0]);
  if (count !== key.codes.length) throw new RangeError('columns of different rows');
  for (let group = 0; group < groups; group += 1) {
    const own = Array.from(rows.subarray(starts[group], starts[group + 1])).filter((row) => {
      const told = source.codes[row] ?? -1;
      return told >= 0 && !apart.has(told);
    });
    const weightOf = new Map<number, { weight: number; sources: number }>();
    let [all, saying] = [0, 0];
    for (const row of own) {
      const value = target.codes[row] ?? -1;
      if (value < 0) continue;
      const weight = weights[source.codes[row] ?? -1] ?? 0;
      const sum = weightOf.get(value) ?? { weight: 0, sources: 0 };
      weightOf.set(value, { weight: sum.weight + weight, sources: sum.sources + 1 });
      all += weight;
      saying += 1;
    }
    // Of values that weigh the same, the one that was there first.
    let best: { readonly value: number; readonly weight: number; readonly sources: number } | null = null;
    for (const [value, sum] of weightOf) if (best === null || sum.weight > best.weight) best = { value, ...sum };
    if (best !== null && all > 0) yield { rows: own, value: best.value, agreeing: best.sources, saying, share: best.weight / all };
  }
};

/** Whether so many agree that what the others say is an error. */
export const isSettled = ({ agreeing, saying, share }: Verdict, threshold: number): boolean =>
  agreeing >= leastAgreeing && agreeing >= leastShare * saying && share >= threshold;

/** A cell that becomes what the sources agree on. */
interface Reconciled {
  readonly row: number;
  readonly after: string;
  readonly confidence: number;
  readonly reason: string;
}

/** The cells of a column that are absent, or other than nearly all sources say; in order of rows. */
export const reconcile = (claims: Claims, target: CodedColumn, trust: Trust): Reconciled[] => {
  const found: Reconciled[] = [];
  for (const verdict of leadingValues(claims, target, trust)) {
    if (!isSettled(verdict, trust.threshold)) continue;
    const { value, agreeing, saying, share } = verdict;
    const after = target.values[value] ?? '';
    const confidence = Math.min(0.999, 0.95 + (0.05 * (share - 0.5)) / 0.5);
    const reason = `${agreeing} of ${saying} sources that say something of the same key, with ${(share * 100).toFixed(0)} % of the weight, say so`;
    for (const row of verdict.rows) if (target.codes[row] !== value) found.push({ row, after, confidence, reason });
  }
  return found.toSorted((a, b) => a.row - b.row);
};
