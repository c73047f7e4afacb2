import type { CodedColumn, CodedTable } from '../relations/coded-column';
import type { Dependency } from '../relations/discover-dependencies';
import { groupBy, type Groups } from '../relations/groups';

/** What the rows that agree on some columns say of another one. */
export interface GroupVotes {
  readonly voter: Pick<Dependency, 'determinants'>;
  readonly groups: Groups;
  /** The group of each row; -1 where it is alone. */
  readonly groupOf: Int32Array;
  /** By group: its most frequent value (-1 where two are), how many rows have it, and how many have any. */
  readonly top: Int32Array;
  readonly topCount: Uint32Array;
  readonly present: Uint32Array;
  /** Rows of a group that have a value which is not its most frequent one. */
  readonly countOf: (group: number, code: number) => number;
  /** By value: groups in which at least two rows have it and no other value is as frequent. */
  readonly leads: Uint32Array;
}

/** @param target the dependent, as it stands now */
export const groupVotes = (table: CodedTable, voter: Pick<Dependency, 'determinants'>, target: CodedColumn): GroupVotes => {
  const groups = groupBy(table.columns, voter.determinants);
  const { starts, rows, count } = groups;
  const distinct = target.values.length;
  const groupOf = new Int32Array(table.rows).fill(-1);
  const [top, topCount, present] = [new Int32Array(count).fill(-1), new Uint32Array(count), new Uint32Array(count)];
  const leads = new Uint32Array(distinct);
  const tally = new Uint32Array(distinct);
  const others = new Map<number, number>();
  for (let group = 0; group < count; group += 1) {
    const [from, to] = [starts[group]!, starts[group + 1]!];
    let [most, second, leader] = [0, 0, -1];
    for (let at = from; at < to; at += 1) {
      const row = rows[at]!;
      groupOf[row] = group;
      const code = target.codes[row]!;
      if (code < 0) continue;
      present[group]! += 1;
      tally[code]! += 1;
    }
    for (let at = from; at < to; at += 1) {
      const code = target.codes[rows[at]!]!;
      const seen = code < 0 ? 0 : tally[code]!;
      if (seen === 0 || code === leader) continue;
      if (seen > most) [second, most, leader] = [most, seen, code];
      else if (seen > second) second = seen;
    }
    top[group] = most > second ? leader : -1;
    topCount[group] = most;
    if (most > second && most >= 2) leads[leader]! += 1;
    for (let at = from; at < to; at += 1) {
      const code = target.codes[rows[at]!]!;
      if (code < 0 || tally[code] === 0) continue;
      if (code !== leader) others.set(group * distinct + code, tally[code]!);
      tally[code] = 0;
    }
  }
  return {
    voter,
    groups,
    groupOf,
    top,
    topCount,
    present,
    leads,
    countOf: (group, code) => others.get(group * distinct + code) ?? 0,
  };
};
