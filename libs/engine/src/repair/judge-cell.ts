import type { ColumnTraits } from './column-traits';
import type { GroupVotes } from './group-votes';
import { likeness, typoEdits, type ErrorHabit } from './judge-typo';
import { isAnotherName } from './natural-variants';

/** What should stand in a cell, how sure that is (0 to 1), and who says so. */
export interface Verdict {
  readonly code: number;
  readonly confidence: number;
  /** The votes that were the strongest, with how many rows of the group say so, of how many others. */
  readonly by: GroupVotes;
  readonly agreeing: number;
  readonly others: number;
  /** Of a slip: the character that it left throughout, or null; and what changed. Both null of another value. */
  readonly mark: string | null;
  readonly change: string | null;
  readonly isStray: boolean;
}

interface Opinion {
  readonly votes: GroupVotes;
  readonly code: number;
  readonly agreeing: number;
  /** Other rows that have the same value as the cell. */
  readonly same: number;
  readonly others: number;
}

/** Part of the other rows that must agree. */
const leastShare = 0.6;
const mostCounted = 5;
const perVote = 2;
/** Odds of a slip against a true exception before anybody votes: rows that belong together are often spelled in two ways on purpose. */
const beforehand = 0.4;

/** What each dependency says of a cell: null where it stands alone; an opinion for its own value where the others have it. */
const opinionsOf = (row: number, code: number, all: readonly GroupVotes[]): Opinion[] =>
  all.flatMap((votes) => {
    const group = votes.groupOf[row]!;
    if (group < 0) return [];
    const top = votes.top[group]!;
    const others = votes.present[group]! - (code < 0 ? 0 : 1);
    if (others === 0) return [];
    if (top === code && code >= 0)
      return [
        {
          votes,
          code,
          agreeing: votes.topCount[group]! - 1,
          same: votes.topCount[group]! - 1,
          others,
        },
      ];
    const same = code < 0 ? 0 : Math.max(0, (top === -1 ? 0 : votes.countOf(group, code)) - 1);
    return [
      {
        votes,
        code: top,
        agreeing: top < 0 ? 0 : votes.topCount[group]!,
        same,
        others,
      },
    ];
  });

/** Part of the other rows that agree, with one more that does not: many of many tell more than two of two. */
const shareOf = ({ agreeing, others }: Opinion): number => agreeing / (others + 1);

/** Of the rows of a group whose value could have become the cell's by a slip, the part that has the one which is proposed. */
const clarity = (row: number, { votes, code }: Opinion, wrong: string, traits: ColumnTraits, habit: ErrorHabit): number => {
  const { starts, rows } = votes.groups;
  const { codes, values } = traits.column;
  const group = votes.groupOf[row]!;
  const [seen, fitting] = [new Set<number>(), { proposed: 0, all: 0 }];
  for (let at = starts[group]!; at < starts[group + 1]!; at += 1) {
    const other = codes[rows[at]!]!;
    if (other < 0 || seen.has(other)) continue;
    seen.add(other);
    const count = other === code ? votes.topCount[group]! : votes.countOf(group, other);
    if (other === code) fitting.proposed = count;
    if (other === code || (count >= 2 && typoEdits(wrong, values[other]!, traits, habit) !== null)) fitting.all += count;
  }
  return fitting.proposed / fitting.all;
};

const isSure = ({ agreeing, others }: Opinion): boolean => agreeing >= 1 && agreeing >= others * leastShare;

/** Rows that must agree, and their part, before a value gives way to one that it does not look like. */
const leastOther = 4;
const leastOtherShare = 0.9;
/** Below the threshold unless somebody lowers it: a true exception, such as a mother tongue, has as much against it. */
const otherConfidence = 0.9;
/** Part of the smaller group that lies in the other one, up to which two columns say things of their own. */
const mostShared = 0.7;

/** Whether two votes come from different rows: a number and a name of the same branch say one thing twice. */
const areIndependent = (row: number, a: GroupVotes, b: GroupVotes): boolean => {
  const [first, second] = [a.groupOf[row]!, b.groupOf[row]!];
  const [from, to] = [a.groups.starts[first]!, a.groups.starts[first + 1]!];
  const size = b.groups.starts[second + 1]! - b.groups.starts[second]!;
  let shared = 0;
  for (let at = from; at < to; at += 1) if (b.groupOf[a.groups.rows[at]!] === second) shared += 1;
  return shared <= Math.min(to - from, size) * mostShared;
};

/** Judges a cell that is no slip of anything: it is wrong only if columns that have nothing to do with each other all but agree on another value. */
const judgeOther = (row: number, against: readonly Opinion[], best: Opinion): Verdict | null => {
  const single = against.filter(
    ({ votes, code, agreeing, others, same }) =>
      votes.voter.determinants.length === 1 &&
      code === best.code &&
      agreeing >= leastOther &&
      agreeing >= others * leastOtherShare &&
      same * 10 <= agreeing,
  );
  const isAgreed = single.some((one, at) => single.slice(at + 1).some((other) => areIndependent(row, one.votes, other.votes)));
  if (!isAgreed) return null;
  const { code, votes, agreeing, others } = best;
  return {
    code,
    confidence: otherConfidence,
    by: votes,
    agreeing,
    others,
    mark: null,
    change: null,
    isStray: false,
  };
};

/**
 * Judges one cell by the rows that agree with its row elsewhere. A slip is told from an exception by four things at once: how many rows
 * say otherwise, how alike the two values are for a column like this, that no group of rows has the odd value as its own, and that
 * nothing speaks for it.
 */
export const judgeCell = (
  row: number,
  code: number,
  all: readonly GroupVotes[],
  traits: ColumnTraits,
  habit: ErrorHabit,
): Verdict | null => {
  const { values, counts } = traits.column;
  const opinions = opinionsOf(row, code, all);
  const against = opinions.filter((opinion) => opinion.code >= 0 && opinion.code !== code && isSure(opinion));
  const best = against.reduce<Opinion | null>((most, one) => (most && shareOf(most) >= shareOf(one) ? most : one), null);
  if (best === null || code < 0) return null;
  if (opinions.some((opinion) => opinion.code === code && opinion.agreeing >= 1)) return null;
  if (against.some((opinion) => opinion.code !== best.code && shareOf(opinion) * 2 >= shareOf(best))) return null;
  const isOwn = all.some(({ leads }) => leads[code]! > 0) || counts[best.code]! <= counts[code]!;
  const edits = isOwn ? null : typoEdits(values[code]!, values[best.code]!, traits, habit);
  if (edits === null) return habit.mark === null ? judgeOther(row, against, best) : null;
  // Two of a family share an address and a surname, and one letter tells them apart.
  if (habit.mark === null && edits.count === 1 && isAnotherName(values[code]!, values[best.code]!)) return null;
  const votes = perVote ** (Math.min(mostCounted, best.agreeing) - 2 * best.same);
  const odds = beforehand * votes * likeness(edits, traits, habit);
  const confidence = Math.min(odds / (1 + odds), clarity(row, best, values[code]!, traits, habit));
  const { agreeing, others } = best;
  return {
    code: best.code,
    confidence,
    by: best.votes,
    agreeing,
    others,
    mark: edits.mark,
    change: edits.change,
    isStray: edits.isStray,
  };
};
