import type { ComparatorName } from '@millrace/contracts';
import type { CodedColumn } from '../relations/coded-column';
import { columnRole, type ColumnRole } from './column-role';
import { chooseComparator, comparators } from './comparators/comparator';
import { jaroWinkler } from './comparators/jaro-winkler';
import { distinctNames, generationsApart } from './comparators/person-names';

/** How alike two cells are. `absent`: one of them says nothing. */
export const levels = { same: 0, close: 1, near: 2, different: 3, absent: 4 } as const;
export const levelCount = 4;

const cacheSize = 1 << 17;
const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .trim();

/** Gives equal texts equal numbers. */
class Numbers {
  readonly texts: string[] = [];
  private readonly known = new Map<string, number>();

  of(text: string): number {
    const found = this.known.get(text);
    if (found !== undefined) return found;
    this.known.set(text, this.texts.length);
    this.texts.push(text);
    return this.texts.length - 1;
  }
}

/** The numbers in a text, in any order: a size, a volume or a house has another one, however long what stands around it. */
const numbersOf = (text: string): string => (text.match(/\d+/g) ?? []).sort().join(' ');

/** A column as records are compared by it. */
export class MatchColumn {
  readonly comparator: ComparatorName;
  readonly role: ColumnRole;
  /** Of each row: its normal text, and what slips leave of that, as numbers; -1 where there is none. */
  readonly codes: Int32Array;
  readonly roughs: Int32Array;
  /** Rows of each normal text. */
  readonly counts: Uint32Array;
  /** Rows that say something. */
  readonly present: number;
  private readonly texts: readonly string[];
  /** Other rows that say by chance what one says which a second one repeats. */
  private readonly othersOfTwo: number;
  /** Rows of each word, in a column of what may be names. */
  private readonly wordCounts = new Map<string, number>();
  private readonly cacheKeys = new Float64Array(cacheSize).fill(-1);
  private readonly cacheLevels = new Uint8Array(cacheSize);

  constructor(
    readonly name: string,
    column: CodedColumn,
    told: ComparatorName | undefined,
  ) {
    const folded = column.values.map(fold);
    const chosen = told ?? chooseComparator(folded);
    this.role = columnRole(name, chosen, folded, column.values.length * 2 >= column.counts.reduce((sum, count) => sum + count, 0));
    // Numbers that are given to one alone look alike without being so.
    const isNumber = this.role === 'number' && (chosen === 'names' || chosen === 'words');
    this.comparator = told ?? (isNumber ? 'digits' : chosen);
    const { normalIn, rough } = comparators[this.comparator];
    const normal = normalIn(folded);
    const [normals, roughs] = [new Numbers(), new Numbers()];
    const codeOf = folded.map((text) => {
      const made = normal(text);
      return made === null ? -1 : normals.of(made);
    });
    this.texts = normals.texts;
    const roughOf = this.texts.map((text) => roughs.of(rough(text)));
    this.codes = column.codes.map((code) => (code < 0 ? -1 : (codeOf[code] ?? -1)));
    this.roughs = this.codes.map((code) => (code < 0 ? -1 : (roughOf[code] ?? -1)));
    this.counts = new Uint32Array(this.texts.length);
    for (const code of this.codes) if (code >= 0) this.counts[code] = (this.counts[code] ?? 0) + 1;
    const [once, twice] = [1, 2].map((wanted) => this.counts.reduce((sum, count) => sum + Number(count === wanted), 0));
    this.othersOfTwo = Math.min(1, (2 * (twice ?? 0)) / Math.max(1, once ?? 0));
    this.present = this.counts.reduce((sum, count) => sum + count, 0);
    for (const [code, text] of this.role === 'name' || this.role === 'unknown' ? this.texts.entries() : [])
      for (const word of text.split(' ')) this.wordCounts.set(word, (this.wordCounts.get(word) ?? 0) + (this.counts[code] ?? 0));
  }

  get distinct(): number {
    return this.counts.length;
  }

  /** Chance that two rows which say something say the same, the same rows left out. */
  get coincidence(): number {
    const pairs = this.counts.reduce((sum, count) => sum + count * (count - 1), 0);
    return pairs / Math.max(1, this.present * (this.present - 1));
  }

  /**
   * How many other rows a text that several rows say is expected in, after Good (1953): where nearly all texts are there once, one that is
   * there twice is not to be expected twice.
   */
  othersOf(code: number): number {
    const count = this.counts[code] ?? 0;
    return count === 2 ? this.othersOfTwo : count - 1;
  }

  get isText(): boolean {
    return this.comparator === 'names' || this.comparator === 'words';
  }

  /** Whether a row says here what another one says in another column, slips apart. */
  isLike(row: number, other: MatchColumn, otherRow: number): boolean {
    const [text, otherText] = [this.texts[this.codes[row] ?? -1], other.texts[other.codes[otherRow] ?? -1]];
    if (text === undefined || otherText === undefined) return false;
    // Few slips are in a first letter: most texts are told apart by that.
    return text === otherText || (text[0] === otherText[0] && jaroWinkler(text, otherText) >= comparators.names.close);
  }

  /** The level of two rows. */
  compare(a: number, b: number): number {
    const [x, y] = [this.codes[a] ?? -1, this.codes[b] ?? -1];
    if (x < 0 || y < 0) return levels.absent;
    if (x === y) return levels.same;
    const [low, high] = x < y ? [x, y] : [y, x];
    const key = low * this.counts.length + high;
    const slot = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 15;
    if (this.cacheKeys[slot] === key) return this.cacheLevels[slot] ?? levels.different;
    const level = this.levelOf(this.texts[low] ?? '', this.texts[high] ?? '');
    this.cacheKeys[slot] = key;
    this.cacheLevels[slot] = level;
    return level;
  }

  private levelOf(a: string, b: string): number {
    const { similarity, close, near } = comparators[this.comparator];
    const found = similarity(a, b);
    const level = found >= close ? levels.close : found >= near ? levels.near : levels.different;
    // A digit of a year says little: father and son are some years apart, too.
    if (this.role === 'date' && this.comparator === 'digits') return Math.max(level, levels.near);
    if (!this.isText || level === levels.different) return level;
    if (level === levels.close && this.comparator === 'words' && numbersOf(a) !== numbersOf(b)) return levels.near;
    const told =
      this.role === 'name' || (this.role === 'unknown' && this.comparator === 'names')
        ? distinctNames(a, b, (word) => this.wordCounts.get(word) ?? 0)
        : generationsApart(a, b);
    return told === null ? level : Math.max(level, levels[told]);
  }
}
