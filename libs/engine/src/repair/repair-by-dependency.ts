import type { CodedColumn, CodedTable } from '../relations/coded-column';
import type { Dependency } from '../relations/discover-dependencies';
import { columnTraits } from './column-traits';
import { groupVotes } from './group-votes';
import { judgeCell, type Verdict } from './judge-cell';
import type { ErrorHabit } from './judge-typo';
import type { Repair } from './repair';
import { withoutExceptions } from './without-exceptions';

/** What decides a column. */
export type Voter = Pick<Dependency, 'determinants' | 'dependent'>;

const mostRounds = 3;
/** Dependencies of one column that vote. */
const mostVoters = 8;
/** So many slips, and such a part of them by one character, make a habit. */
const habitCount = 15;
const habitShare = 0.7;
/** Less sure repairs say nothing of habits. */
const likelyConfidence = 0.8;

interface Found {
  readonly row: number;
  readonly column: number;
  readonly code: number;
  readonly verdict: Verdict;
}

const judgeColumn = (table: CodedTable, column: number, voters: readonly Voter[], habit: ErrorHabit): readonly Found[] => {
  const target = table.columns[column]!;
  const all = voters.map((voter) => groupVotes(table, voter, target));
  const traits = columnTraits(target);
  const found: Found[] = [];
  for (let row = 0; row < table.rows; row += 1) {
    const code = target.codes[row]!;
    const isOdd = all.some(({ groupOf, top }) => groupOf[row]! >= 0 && top[groupOf[row]!] !== code);
    const verdict = isOdd ? judgeCell(row, code, all, traits, habit) : null;
    if (verdict) found.push({ row, column, code, verdict });
  }
  const others = table.columns.filter((_, at) => at !== column);
  return withoutCustoms(withoutExceptions(others, found));
};

/** One change that so many different values of a column have in common, and such a part of all, is a way to write and no slip. */
const customCount = 3;
const customShare = 0.05;

/**
 * Leaves out what is written in another way again and again, such as `oe` for `o`. A character that replaces many others is no way to
 * write, and neither is a sign that has no place in writing.
 */
const withoutCustoms = (found: readonly Found[]): readonly Found[] => {
  const [values, changes] = [new Map<string, Set<number>>(), new Map<string, Set<string>>()];
  for (const { code, verdict } of found) {
    const { change, mark } = verdict;
    if (change === null) continue;
    values.set(change, (values.get(change) ?? new Set()).add(code));
    if (mark !== null) changes.set(mark, (changes.get(mark) ?? new Set()).add(change));
  }
  const isCustom = ({ mark, change, isStray }: Verdict): boolean => {
    if (change === null || isStray || (mark !== null && (changes.get(mark)?.size ?? 0) >= customCount)) return false;
    const count = values.get(change)?.size ?? 0;
    return count >= customCount && count >= found.length * customShare;
  };
  return found.filter(({ verdict }) => !isCustom(verdict));
};

/** The dependencies of each column, at most `mostVoters`, in the order in which they are given. */
const votersOf = (voters: readonly Voter[]): ReadonlyMap<number, readonly Voter[]> => {
  const byTarget = new Map<number, Voter[]>();
  for (const voter of voters) {
    const known = byTarget.get(voter.dependent) ?? [];
    if (known.length < mostVoters) byTarget.set(voter.dependent, [...known, voter]);
  }
  return byTarget;
};

/**
 * The habit of whoever made the errors, from what the dependencies of a table show: the character that replaced others in most slips.
 * Learned once, when a recipe is suggested, and written into it: what a recipe does must not depend on what it has already done.
 */
export const learnHabit = (table: CodedTable, voters: readonly Voter[]): ErrorHabit => {
  const marks = new Map<string | null, number>();
  let slips = 0;
  for (const [column, own] of votersOf(voters))
    for (const { verdict } of judgeColumn(table, column, own, { mark: null })) {
      if (verdict.confidence < likelyConfidence) continue;
      slips += 1;
      marks.set(verdict.mark, (marks.get(verdict.mark) ?? 0) + 1);
    }
  const [mark, count] = [...marks].reduce<[string | null, number]>((most, one) => (one[1] > most[1] ? one : most), [null, 0]);
  return {
    mark: count >= habitCount && count >= slips * habitShare ? mark : null,
  };
};

const reasonOf = ({ by, agreeing, others }: Verdict, names: readonly string[]): string =>
  `${agreeing} of ${others} other rows with the same ${by.voter.determinants.map((at) => names[at]).join(' and ')} have it`;

/** Own copies of what repairs change. */
const copyOf = (table: CodedTable, isTarget: (at: number) => boolean): CodedTable => ({
  rows: table.rows,
  columns: table.columns.map((column, at): CodedColumn =>
    isTarget(at)
      ? {
          codes: column.codes.slice(),
          values: column.values,
          counts: column.counts.slice(),
        }
      : column,
  ),
});

export interface RepairOptions {
  /** Of the columns, for the reasons. */
  readonly names: readonly string[];
  readonly habit: ErrorHabit;
  /** Repairs that are less sure are left out. */
  readonly threshold: number;
}

/**
 * Finds cells that contradict the rows with which they should agree, and what should stand in them. What one round repairs counts in the
 * next, of at most three.
 * @param voters the stronger ones of each column before the weaker
 */
export const repairByDependency = (table: CodedTable, voters: readonly Voter[], { names, habit, threshold }: RepairOptions): Repair[] => {
  const targets = votersOf(voters);
  const current = copyOf(table, (at) => targets.has(at));
  const accepted = new Map<string, Repair>();
  for (let round = 0; round < mostRounds; round += 1) {
    const found = [...targets].flatMap(([column, own]) => judgeColumn(current, column, own, habit));
    const sure = found.filter(({ verdict }) => verdict.confidence >= threshold);
    for (const { row, column, code, verdict } of sure) {
      const { codes, counts, values } = current.columns[column]!;
      codes[row] = verdict.code;
      counts[code]! -= 1;
      counts[verdict.code]! += 1;
      const before = table.columns[column]!.codes[row]!;
      accepted.set(`${column} ${row}`, {
        row,
        column,
        before: before < 0 ? null : values[before]!,
        after: values[verdict.code]!,
        confidence: verdict.confidence,
        reason: reasonOf(verdict, names),
      });
    }
    if (sure.length === 0) break;
  }
  return [...accepted.values()];
};
