import type { RecordPair } from '@millrace/contracts';
import { agreementBeside } from './agreement-beside';
import { isPersonal, sharedChance } from './column-role';
import { levelCount, levels, type MatchColumn } from './match-column';
import { seededRandom } from './seeded-random';

const randomPairs = 60_000;
const mostLearned = 50_000;
const rounds = 8;
/** What may not be as likely, even before anything was learned, is not learned from; nor is what is less likely. */
const [leastLearned, leastCounted] = [1e-4, 1e-3];
/** For rows that are the same, before anything was seen: mostly equal. */
const expectedSame = [0.82, 0.1, 0.03, 0.05];
/** How many pairs that expectation is worth. */
const expectedWeight = 20;
const leastOther = 1e-9;
/**
 * Rows that are the same seldom differ in a column: else whole households would be learned to be one. Nor do they never: people marry, and
 * are noted under another name.
 */
const leastOf = [0.002, 0.002, 0.02, 0.03];
const mostOf = [1, 1, 0.05, 0.1];
/** Names of relatives look alike more often than names of any two, and so do days of birth. */
const relativesNear = 0.2;
/**
 * There are reckoned to be as many pairs that belong together as are the same, or some times as many as are found so: those that look like
 * one who is told of twice cannot be counted. Few are reckoned with in any table.
 */
const [timesRelatives, leastRelatives] = [4, 0.1];
/** Chance that two who belong together are told of by the same in every column. */
const leastRelated = 1 / 64;
const mostBits = 500;
const sure = 0.95;
/** Of names of which nothing tells whether a family has them in common: it mostly has, where they agree; other ones count as if it had not. */
const sharedNames = 0.75;
const mayTellApart = ({ role, comparator }: MatchColumn): boolean => isPersonal(role) || (role === 'unknown' && comparator === 'names');

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

const haveChangedPlaces = (one: MatchColumn | undefined, other: MatchColumn | undefined, a: number, b: number): boolean =>
  one !== undefined && other !== undefined && one.isText && other.isText && one.isLike(a, other, b) && other.isLike(a, one, b);

type Weighed = Omit<RecordPair['evidence'][number], 'bits'> & Weights;

interface Weights {
  /** How much likelier the levels of two rows are where they are the same than where they have nothing to do with each other, in bits. */
  readonly strangers: number;
  /** The same where they belong together and are not the same, as those of a household. */
  readonly relatives: number;
}

/**
 * Weighs agreement of records after Fellegi and Sunter: chances of rows that differ are measured on random pairs, those of rows that are the
 * same learned from the candidates (expectation maximisation), so that nothing has to be told of the table. Agreement in a rare text weighs
 * more than in a common one; agreement in a column that another one mostly decides weighs no more than it adds. Rows that belong together
 * agree in many columns at once (surname, address and phone of a household), which would count as often: so there is a third possibility
 * beside the same and strangers, which explains such agreement, and does not explain the same name and day of birth.
 */
export class EvidenceModel {
  /** Columns whose agreement tells most first. */
  private readonly columns: readonly MatchColumn[];
  private readonly other: readonly (readonly number[])[];
  /** Of each column: the chance that those who belong together are told of by the same thing. */
  private readonly shared: readonly number[];
  private same: number[][];
  /** Of the two rows that were looked at last, the level of each column. */
  private readonly seen: Uint8Array;
  /** Of each column, beside agreement of an earlier one: the chance to agree by itself; 0 where it is what it is anywhere. */
  private beside: readonly Float64Array[];
  /** Pairs of rows that belong together and are not the same, for each that is the same. */
  private related = 1;
  /** Chance that any two rows are the same. */
  private prior: number;

  constructor(
    columns: readonly MatchColumn[],
    private readonly rows: number,
    candidates: Float64Array,
  ) {
    this.columns = columns.toSorted((a, b) => a.coincidence - b.coincidence);
    this.seen = new Uint8Array(columns.length);
    this.other = otherChances(this.columns, rows);
    // Where no column tells those who belong together apart, nobody knows what they have in common.
    const hasPersonal = columns.some(({ role }) => isPersonal(role));
    this.shared = this.columns.map((column) => {
      if (!hasPersonal) return sharedChance.unknown;
      return column.role === 'unknown' && mayTellApart(column) ? sharedNames : sharedChance[column.role];
    });
    this.same = this.columns.map(() => [...expectedSame]);
    this.beside = this.columns.map(() => new Float64Array(columns.length));
    this.prior = 1 / Math.max(2, rows);
    this.learn(candidates);
    this.beside = agreementBeside(this.columns, (a, b) => this.strangers(a, b));
    this.related = Math.min(1, Math.max(leastRelatives, timesRelatives * this.learn(candidates)));
  }

  /** Chance that two rows are the same. */
  probability(a: number, b: number): number {
    return this.posterior(this.weigh(a, b, null));
  }

  /** Whether some column that may tell those who belong together apart tells two rows apart. */
  tellsApart(a: number, b: number): boolean {
    this.look(a, b);
    return this.columns.some((column, place) => {
      const level = mayTellApart(column) ? this.seen[place] : levels.absent;
      return level === levels.different || level === levels.near;
    });
  }

  /** Whether two rows may be the same with a chance, by what is equal in them alone: a quick no for most. */
  mayReach(a: number, b: number, probability: number): boolean {
    let bits = 0;
    for (let place = 0; place < this.columns.length; place += 1) {
      const column = this.columns[place] as MatchColumn;
      const [x, y] = [column.codes[a] ?? -1, column.codes[b] ?? -1];
      if (x < 0 || y < 0) continue;
      const chances = this.same[place] as number[];
      const level = x === y ? levels.same : levels.close;
      const other = x === y ? column.othersOf(x) / this.rows : (this.other[place]?.[level] ?? 1);
      bits += Math.log2((chances[level] ?? 1) / Math.max(leastOther, other));
    }
    return this.posterior({ strangers: bits, relatives: mostBits }) >= probability;
  }

  /**
   * What speaks for two rows being the same and against it, the weightiest first: beside strangers, and of rows of which that is not sure for
   * they may belong together, beside those who do.
   */
  explain(a: number, b: number): RecordPair['evidence'] {
    const found: Weighed[] = [];
    const weights = this.weigh(a, b, found);
    const isDoubtful = this.posterior(weights) < sure && weights.relatives < weights.strangers + Math.log2(this.prior / (1 - this.prior));
    return found
      .map(({ column, level, strangers, relatives }) => ({ column, level, bits: isDoubtful ? relatives : strangers }))
      .sort((x, y) => Math.abs(y.bits) - Math.abs(x.bits));
  }

  /** Chance that two rows have nothing to do with each other. */
  private strangers(a: number, b: number): number {
    const { strangers, relatives } = this.weigh(a, b, null);
    const odds = 2 ** Math.min(mostBits, strangers) * (this.prior / (1 - this.prior));
    return 1 / (1 + odds * (1 + this.related * 2 ** -Math.min(mostBits, relatives)));
  }

  private posterior({ strangers, relatives }: Weights): number {
    const against =
      ((1 - this.prior) / this.prior) * 2 ** -Math.min(mostBits, strangers) + this.related * 2 ** -Math.min(mostBits, relatives);
    return 1 / (1 + against);
  }

  /** Notes the level of two rows in each column. Names and words that have changed places are close in both. */
  private look(a: number, b: number): void {
    let others = 0;
    for (let place = 0; place < this.columns.length; place += 1) {
      const column = this.columns[place] as MatchColumn;
      const level = column.compare(a, b);
      this.seen[place] = level;
      if (level === levels.different && column.isText) others += 1;
    }
    if (others < 2) return;
    for (let one = 0; one < this.columns.length; one += 1)
      for (let other = one + 1; other < this.columns.length && this.seen[one] === levels.different; other += 1)
        if (this.seen[other] === levels.different && haveChangedPlaces(this.columns[one], this.columns[other], a, b))
          this.seen[one] = this.seen[other] = levels.close;
  }

  private weigh(a: number, b: number, found: Weighed[] | null): Weights {
    this.look(a, b);
    return this.weighSeen(a, found);
  }

  /** Weighs the levels that were noted last, of a row and another one. */
  private weighSeen(a: number, found: Weighed[] | null): Weights {
    let [strangers, relatives, agreeing, absentShared] = [0, 0, 0, 1];
    let isAlike = true;
    for (let place = 0; place < this.columns.length; place += 1) {
      const column = this.columns[place] as MatchColumn;
      const level = this.seen[place] ?? levels.absent;
      const tellsApart = level >= levels.near && level !== levels.absent && mayTellApart(column);
      const shared = tellsApart ? sharedChance.name : (this.shared[place] ?? 0);
      if (level === levels.absent) {
        absentShared *= shared;
        continue;
      }
      isAlike &&= level === levels.same;
      let other = this.other[place]?.[level] ?? 1;
      if (level === levels.same) {
        other = Math.max(leastOther, column.othersOf(column.codes[a] ?? 0) / this.rows);
        for (let earlier = 0; earlier < place; earlier += 1)
          if ((agreeing & (1 << earlier)) !== 0) other = Math.max(other, this.beside[place]?.[earlier] ?? 0);
        if (place < 31) agreeing |= 1 << place;
      }
      const same = this.same[place]?.[level] ?? 1;
      const bySelf = tellsApart && level === levels.near ? Math.max(relativesNear, other) : other;
      const weight = Math.log2(same / other);
      const beside = Math.log2(same / (shared * same + (1 - shared) * bySelf));
      strangers += weight;
      relatives += beside;
      const name = (['same', 'close', 'near', 'different'] as const)[level as 0 | 1 | 2 | 3];
      found?.push({ column: column.name, level: name, strangers: weight, relatives: beside });
    }
    // Who belongs together and is not the same differs in something, if only in what is absent.
    if (isAlike) relatives -= Math.log2(Math.max(leastRelated, 1 - absentShared));
    return { strangers, relatives };
  }

  /**
   * Rounds of telling which candidates are the same, and what that says of each column. Each pair is looked at once.
   * @returns pairs that belong together for each that is the same
   */
  private learn(candidates: Float64Array): number {
    const step = Math.max(1, Math.ceil(candidates.length / mostLearned));
    const allPairs = (this.rows * (this.rows - 1)) / 2;
    const pairs = candidates.filter(
      (pair, at) => at % step === 0 && this.mayReach(Math.floor(pair / this.rows), pair % this.rows, leastLearned),
    );
    const width = this.columns.length;
    const all = new Uint8Array(pairs.length * width);
    for (const [at, pair] of pairs.entries()) {
      this.look(Math.floor(pair / this.rows), pair % this.rows);
      all.set(this.seen, at * width);
    }
    let share = 1;
    for (let round = 0; round < rounds; round += 1) {
      const sums = this.columns.map(() => Float64Array.from(expectedSame, (share) => share * expectedWeight));
      let [matches, related] = [0.5, 0];
      for (let at = 0; at < pairs.length; at += 1) {
        for (let place = 0; place < width; place += 1) this.seen[place] = all[at * width + place] ?? levels.absent;
        const weights = this.weighSeen(Math.floor((pairs[at] ?? 0) / this.rows), null);
        const chance = this.posterior(weights);
        related += chance * 2 ** -Math.min(mostBits, weights.relatives) * step;
        if (chance < leastCounted) continue;
        matches += chance * step;
        for (let place = 0; place < width; place += 1) increase(sums[place], this.seen[place] ?? levels.absent, chance * step);
      }
      this.same = sums.map((seen) => {
        const total = seen.reduce((sum, count) => sum + count, 0);
        const equal = (seen[levels.same] ?? 0) / total;
        const most = (level: number): number => (level === levels.close ? equal : (mostOf[level] ?? 1));
        return Array.from(seen, (count, level) => Math.min(most(level), Math.max(leastOf[level] ?? 0, count / total)));
      });
      this.prior = Math.min(0.5, matches / Math.max(1, allPairs));
      share = related / matches;
    }
    return share;
  }
}
