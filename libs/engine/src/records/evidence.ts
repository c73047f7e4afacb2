import type { RecordPair } from '@millrace/contracts';
import { agreementBeside } from './agreement-beside';
import { levelCount, levels, type MatchColumn } from './match-column';
import { seededRandom } from './seeded-random';

const randomPairs = 60_000;
const mostLearned = 50_000;
const rounds = 8;
/** For rows that are the same, before anything was seen: mostly equal. */
const expectedSame = [0.82, 0.1, 0.03, 0.05];
/** How many pairs that expectation is worth. */
const expectedWeight = 20;
const [leastSame, leastOther] = [0.002, 1e-9];
/** Rows that are the same seldom differ in a column: else whole households would be learned to be one. */
const mostDifferent = 0.1;
const mostBits = 500;

/** Adds to the count of a level; an absent cell has none. */
const increase = (counts: Float64Array | undefined, level: number, by: number): void => {
  if (counts !== undefined && level < levelCount) counts[level] = (counts[level] ?? 0) + by;
};

/** Chances of each level for rows that differ, measured on random pairs; equality is known exactly. */
const otherChances = (columns: readonly MatchColumn[], rows: number): number[][] => {
  const random = seededRandom();
  const counts = columns.map(() => new Float64Array(levelCount).fill(0.5));
  for (let at = 0; at < randomPairs; at += 1) {
    const [a, b] = [Math.floor(random() * rows), Math.floor(random() * rows)];
    if (a === b) continue;
    for (const [place, column] of columns.entries()) {
      const level = column.compare(a, b);
      increase(counts[place], level, 1);
    }
  }
  return counts.map((seen, place) => {
    const total = seen.reduce((sum, count) => sum + count, 0);
    const same = Math.max(leastOther, columns[place]?.coincidence ?? 0, 1 / Math.max(2, rows) ** 2);
    return Array.from(seen, (count, level) => (level === levels.same ? same : Math.max(leastOther, count / total)));
  });
};

/**
 * Weighs agreement of records after Fellegi and Sunter: chances of rows that differ are measured on random pairs, those of rows that are the
 * same learned from the candidates (expectation maximisation), so that nothing has to be told of the table. Agreement in a rare text weighs
 * more than in a common one; agreement in a column that another one mostly decides weighs no more than it adds.
 */
export class EvidenceModel {
  /** Columns whose agreement tells most first. */
  private readonly columns: readonly MatchColumn[];
  private readonly other: readonly (readonly number[])[];
  private same: number[][];
  /** Of each column, beside agreement of an earlier one: the chance to agree by itself; 0 where it is what it is anywhere. */
  private beside: readonly Float64Array[];
  /** Chance that any two rows are the same. */
  private prior: number;

  constructor(
    columns: readonly MatchColumn[],
    private readonly rows: number,
    candidates: Float64Array,
  ) {
    this.columns = columns.toSorted((a, b) => a.coincidence - b.coincidence);
    this.other = otherChances(this.columns, rows);
    this.same = this.columns.map(() => [...expectedSame]);
    this.beside = this.columns.map(() => new Float64Array(columns.length));
    this.prior = 1 / Math.max(2, rows);
    this.learn(candidates);
    this.beside = agreementBeside(this.columns, (a, b) => this.probability(a, b));
    this.learn(candidates);
  }

  /** Chance that two rows are the same. */
  probability(a: number, b: number): number {
    return this.posterior(this.bitsOf(a, b, null));
  }

  /** Whether two rows may be the same with a chance, by what is equal in them alone: a quick no for most. */
  mayReach(a: number, b: number, probability: number): boolean {
    let bits = 0;
    for (let place = 0; place < this.columns.length; place += 1) {
      const { codes, counts } = this.columns[place] as MatchColumn;
      const [x, y] = [codes[a] ?? -1, codes[b] ?? -1];
      if (x < 0 || y < 0) continue;
      const chances = this.same[place] as number[];
      const level = x === y ? levels.same : levels.close;
      const other = x === y ? (counts[x] ?? 1) / this.rows : (this.other[place]?.[level] ?? 1);
      bits += Math.log2((chances[level] ?? 1) / Math.max(leastOther, other));
    }
    return this.posterior(bits) >= probability;
  }

  /** What speaks for two rows being the same and against it, the weightiest first. */
  explain(a: number, b: number): RecordPair['evidence'] {
    const found: RecordPair['evidence'][number][] = [];
    this.bitsOf(a, b, found);
    return found.sort((x, y) => Math.abs(y.bits) - Math.abs(x.bits));
  }

  private posterior(bits: number): number {
    const odds = (this.prior / (1 - this.prior)) * 2 ** Math.min(mostBits, bits);
    return odds / (1 + odds);
  }

  private bitsOf(a: number, b: number, found: RecordPair['evidence'][number][] | null): number {
    let [bits, agreeing] = [0, 0];
    for (let place = 0; place < this.columns.length; place += 1) {
      const column = this.columns[place] as MatchColumn;
      const level = column.compare(a, b);
      if (level === levels.absent) continue;
      let other = this.other[place]?.[level] ?? 1;
      if (level === levels.same) {
        other = Math.max(leastOther, (column.counts[column.codes[a] ?? 0] ?? 1) / this.rows);
        for (let earlier = 0; earlier < place; earlier += 1)
          if ((agreeing & (1 << earlier)) !== 0) other = Math.max(other, this.beside[place]?.[earlier] ?? 0);
        if (place < 31) agreeing |= 1 << place;
      }
      const weight = Math.log2((this.same[place]?.[level] ?? 1) / other);
      bits += weight;
      found?.push({ column: column.name, level: (['same', 'close', 'near', 'different'] as const)[level as 0 | 1 | 2 | 3], bits: weight });
    }
    return bits;
  }

  /** Rounds of telling which candidates are the same, and what that says of each column. */
  private learn(candidates: Float64Array): void {
    const step = Math.max(1, Math.ceil(candidates.length / mostLearned));
    const allPairs = (this.rows * (this.rows - 1)) / 2;
    for (let round = 0; round < rounds; round += 1) {
      const sums = this.columns.map(() => Float64Array.from(expectedSame, (share) => share * expectedWeight));
      let matches = 0.5;
      for (let at = 0; at < candidates.length; at += step) {
        const pair = candidates[at] ?? 0;
        const [a, b] = [Math.floor(pair / this.rows), pair % this.rows];
        if (!this.mayReach(a, b, 0.01)) continue;
        const chance = this.probability(a, b);
        matches += chance * step;
        for (const [place, column] of this.columns.entries()) {
          const level = column.compare(a, b);
          increase(sums[place], level, chance * step);
        }
      }
      this.same = sums.map((seen) => {
        const total = seen.reduce((sum, count) => sum + count, 0);
        return Array.from(seen, (count, level) =>
          Math.min(level === levels.different ? mostDifferent : 1, Math.max(leastSame, count / total)),
        );
      });
      this.prior = Math.min(0.5, matches / Math.max(1, allPairs));
    }
  }
}
