import type { ComparatorName } from '@millrace/contracts';
import type { CodedColumn } from '../relations/coded-column';
import { chooseComparator, comparators } from './comparators/comparator';

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

/** A column as records are compared by it. */
export class MatchColumn {
  readonly comparator: ComparatorName;
  /** Of each row: its normal text, and what slips leave of that, as numbers; -1 where there is none. */
  readonly codes: Int32Array;
  readonly roughs: Int32Array;
  /** Rows of each normal text. */
  readonly counts: Uint32Array;
  /** Rows that say something. */
  readonly present: number;
  private readonly texts: readonly string[];
  private readonly cacheKeys = new Float64Array(cacheSize).fill(-1);
  private readonly cacheLevels = new Uint8Array(cacheSize);

  constructor(
    readonly name: string,
    column: CodedColumn,
    told: ComparatorName | undefined,
  ) {
    const folded = column.values.map(fold);
    this.comparator = told ?? chooseComparator(folded);
    const { normal, rough } = comparators[this.comparator];
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
    this.present = this.counts.reduce((sum, count) => sum + count, 0);
  }

  get distinct(): number {
    return this.counts.length;
  }

  /** Chance that two rows which say something say the same, the same rows left out. */
  get coincidence(): number {
    const pairs = this.counts.reduce((sum, count) => sum + count * (count - 1), 0);
    return pairs / Math.max(1, this.present * (this.present - 1));
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
    const { similarity, close, near } = comparators[this.comparator];
    const found = similarity(this.texts[low] ?? '', this.texts[high] ?? '');
    const level = found >= close ? levels.close : found >= near ? levels.near : levels.different;
    this.cacheKeys[slot] = key;
    this.cacheLevels[slot] = level;
    return level;
  }
}
