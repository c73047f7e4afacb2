import type { CodedColumn } from './coded-column';
import type { Groups } from './groups';

/** How well the rows of each group agree on a column. */
export interface DependencyMeasure {
  /** Rows that have a value and share their group with another one that has one. */
  readonly support: number;
  readonly groups: number;
  /** Rows that have not their group's most frequent value. */
  readonly violations: number;
  /** Chance that another row of the same group has the same value, 0 to 1, averaged over rows. */
  readonly agreement: number;
  /**
   * The agreement beyond what chance gives, as Cohen's kappa: (agreement − chance) ÷ (1 − chance), where chance is that of any two of
   * these rows. 1 for an exact dependency, about 0 for none.
   */
  readonly strength: number;
}

/** Zeroes, as many as the widest column has codes, for `measureDependency` to count in; it leaves zeroes. */
export interface Tallies {
  readonly group: Uint32Array;
  readonly all: Uint32Array;
}

export const measureDependency = (
  { starts, rows, count }: Groups,
  { codes, values }: CodedColumn,
  { group: tally, all }: Tallies,
): DependencyMeasure => {
  let [support, groups, violations, agreeing] = [0, 0, 0, 0];
  for (let group = 0; group < count; group += 1) {
    const [from, to] = [starts[group]!, starts[group + 1]!];
    let [size, most, pairs] = [0, 0, 0];
    for (let at = from; at < to; at += 1) {
      const code = codes[rows[at]!]!;
      if (code < 0) continue;
      size += 1;
      // Each new row of a value makes a pair with those before it.
      pairs += tally[code]!;
      const seen = ++tally[code]!;
      if (seen > most) most = seen;
    }
    for (let at = from; at < to; at += 1) {
      const code = codes[rows[at]!]!;
      if (code < 0) continue;
      tally[code] = 0;
      if (size > 1) all[code]! += 1;
    }
    if (size < 2) continue;
    support += size;
    groups += 1;
    violations += size - most;
    agreeing += (2 * pairs) / (size - 1);
  }
  let squares = 0;
  for (let code = 0; code < values.length; code += 1) squares += all[code]! * all[code]!;
  all.fill(0, 0, values.length);
  const agreement = support === 0 ? 0 : agreeing / support;
  const chance = support === 0 ? 1 : squares / (support * support);
  return { support, groups, violations, agreement, strength: chance >= 1 ? 0 : (agreement - chance) / (1 - chance) };
};
