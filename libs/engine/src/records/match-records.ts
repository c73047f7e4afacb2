import type { ComparatorName, RecordPair } from '@millrace/contracts';
import type { CodedTable } from '../relations/coded-column';
import { clusterPairs, type MatchedPair } from './cluster-pairs';
import { nothingDecided, type Decided } from './decided-rows';
import { isPersonal } from './column-role';
import { EvidenceModel } from './evidence';
import { findCandidates } from './find-candidates';
import { MatchColumn } from './match-column';

export interface MatchOptions {
  /** Names of the table's columns. */
  readonly names: readonly string[];
  /** How to compare some of them; others are looked at. */
  readonly comparators?: Readonly<Record<string, ComparatorName>>;
  /** From this chance on two rows are the same; from `review` on they are to be looked at. */
  readonly threshold: number;
  readonly review: number;
  /** What people have decided: it goes before all evidence. */
  readonly decided?: Decided;
}

export interface Matches {
  /** Columns that were compared, and how. Those that tell every row apart, or say one thing or nothing, are left out. */
  readonly columns: readonly { readonly name: string; readonly comparator: ComparatorName }[];
  /** Pairs that were compared. */
  readonly candidates: number;
  /** Rows of each thing that several rows tell of, in order. */
  readonly clusters: readonly (readonly number[])[];
  /** Pairs that are the same, and pairs that may be, surest first. */
  readonly same: readonly MatchedPair[];
  readonly review: readonly MatchedPair[];
  /** What speaks for a pair and against it, the weightiest first. */
  readonly explain: (a: number, b: number) => RecordPair['evidence'];
}

/** Whether a column can tell who is who: it says something, more than one thing, and not another one for each row but for what must differ. */
const isTelling = ({ present, distinct, role }: MatchColumn): boolean => distinct > 1 && (distinct < present || isPersonal(role));
const surelyApart = 0.02;

/**
 * Finds rows that tell of the same thing, by blocks and weighed evidence; nothing is told of the table but which columns count. A row in
 * which all of them are absent matches no other. Time and memory grow with the number of rows.
 */
export const matchRecords = (
  { rows, columns }: CodedTable,
  { names, comparators = {}, threshold, review, decided = nothingDecided }: MatchOptions,
): Matches => {
  const all = columns.map((column, at) => new MatchColumn(names[at] ?? '', column, comparators[names[at] ?? '']));
  const telling = all.filter(isTelling);
  const candidates = telling.length === 0 ? new Float64Array() : findCandidates(telling, rows);
  const model = new EvidenceModel(telling, rows, candidates);
  const found: MatchedPair[] = decided.links.map(([a, b]) => ({ a: Math.min(a, b), b: Math.max(a, b), probability: 1, decided: 'same' }));
  for (const pair of candidates) {
    const [a, b] = [Math.floor(pair / rows), pair % rows];
    if (!model.mayReach(a, b, review)) continue;
    const probability = model.probability(a, b);
    if (probability < review) continue;
    const verdict = decided.verdictOf(a, b);
    if (verdict === null) found.push({ a, b, probability });
    else if (verdict === 'undecided') found.push({ a, b, probability, decided: verdict });
  }
  // A row in which little is told is like each twin: it makes none of both.
  const areApart = (a: number, b: number): boolean => {
    if (decided.verdictOf(a, b) === 'different') return true;
    const probability = model.probability(a, b);
    return probability < surelyApart || (probability < threshold && model.tellsApart(a, b));
  };
  const likely = found.filter(({ probability }) => probability >= threshold);
  const { clusters, rivals } = clusterPairs(likely, areApart, threshold, decided.groups);
  const bySurest = (pairs: MatchedPair[]): MatchedPair[] => pairs.sort((x, y) => y.probability - x.probability);
  const rivalled = Array.from(rivals, ([pair, probability]) => ({ ...pair, probability: Math.max(review, probability) }));
  return {
    columns: telling.map(({ name, comparator }) => ({ name, comparator })),
    candidates: candidates.length,
    clusters,
    same: bySurest(likely.filter((pair) => !rivals.has(pair))),
    review: bySurest([...found.filter(({ probability }) => probability < threshold), ...rivalled]),
    explain: (a, b) => model.explain(a, b),
  };
};
