import type { Kind } from '@millrace/contracts';
import { decideKind, fittingClasses, type ClassCounts, type GrammarKind, type KindDecision } from './decide-kind';
import { momentsOf, scaleOf, type Moments } from './statistics/moments';
import { sortNumbers, type NumberScratch } from './statistics/sort-numbers';
import { classCode, valueClasses } from './values/classify-value';
import { textFlag } from './values/describe-text';
import { unpackDate } from './values/parse-date';
import type { ValueTable } from './values/value-table';

const numericKinds = new Set<Kind>(['integer', 'decimal', 'date', 'timestamp']);
const isGrammar = (kind: Kind): kind is GrammarKind => kind in fittingClasses(null);

/** Sums over the values of a column, each as often as it occurs; tokens for "no value" are left out. */
export interface TextTotals {
  readonly minChars: number;
  readonly maxChars: number;
  readonly chars: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly words: number;
  readonly maxWords: number;
  readonly upperOnly: number;
  readonly lowerOnly: number;
  readonly mixedCase: number;
  readonly digitsOnly: number;
  readonly nonAscii: number;
  readonly leadingSpace: number;
  readonly trailingSpace: number;
  /** With white space at an end, or both. */
  readonly padded: number;
  readonly manyWords: number;
}

/** Sums over the frequencies of the distinct values. */
export interface FrequencyTotals {
  readonly distinct: number;
  readonly unique: number;
  readonly top: number;
  /** Σ c · log2 c */
  readonly logs: number;
  /** Σ c² */
  readonly squares: number;
}

const farthest = (most: number, value: number): number => Math.max(most, Math.abs(value));

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
};

/** One column as statistics see it. What several of them need is worked out once, and only if one asks. */
export class ColumnView {
  readonly rows: number;
  /** Cells without any text. */
  readonly absent: number;
  /** Milliseconds since 1970 UTC at which the profile is made: later dates lie in the future. */
  readonly now: number;
  private readonly scratch: NumberScratch;

  constructor(
    readonly table: ValueTable,
    { now, scratch }: { readonly now: number; readonly scratch: NumberScratch },
  ) {
    this.scratch = scratch;
    this.rows = table.rows;
    this.absent = table.absent;
    this.now = now;
  }

  readonly classCounts = once((): ClassCounts => {
    const { size, classes, counts } = this.table;
    const sums = new Float64Array(valueClasses.length);
    for (let entry = 0; entry < size; entry += 1) sums[classes[entry]!]! += counts[entry]!;
    return Object.fromEntries(valueClasses.map((name, at) => [name, sums[at]!])) as Record<(typeof valueClasses)[number], number>;
  });

  /** Cells that have a value. */
  readonly present = once((): number => this.rows - this.absent - this.classCounts().nullToken);

  readonly decision = once((): KindDecision =>
    decideKind(this.classCounts(), this.present(), this.frequencies().distinct, this.texts().maxChars),
  );

  readonly kind = once((): Kind => this.decision().kind);

  /** Whether entries fit the kind that most cells have; all do where that is a text kind. */
  readonly fits = once((): ((entry: number) => boolean) => {
    const { candidate, dateOrder } = this.decision();
    const { classes } = this.table;
    if (!isGrammar(candidate)) return (entry) => classes[entry] !== classCode.nullToken;
    const wanted = new Uint8Array(valueClasses.length);
    for (const name of fittingClasses(dateOrder)[candidate]) wanted[classCode[name]] = 1;
    return (entry) => wanted[classes[entry]!] === 1;
  });

  readonly isNumeric = once((): boolean => numericKinds.has(this.decision().candidate));
  readonly isTime = once((): boolean => this.decision().candidate === 'date' || this.decision().candidate === 'timestamp');

  /** An entry's number; for dates and timestamps milliseconds since 1970 UTC. */
  readonly numberOf = once((): ((entry: number) => number) => {
    const { dateOrder } = this.decision();
    const { numbers, classes } = this.table;
    if (dateOrder === null) return (entry) => numbers[entry]!;
    const isWritten = (code: number) => code >= classCode.ambiguousDate && code <= classCode.monthFirstDate;
    return (entry) => (isWritten(classes[entry]!) ? unpackDate(numbers[entry]!, dateOrder) : numbers[entry]!);
  });

  /** The finite numbers of the cells that fit, each as often as it occurs, ascending; empty where the column is not numeric. */
  readonly numbers = once((): Float64Array<ArrayBuffer> => {
    if (!this.isNumeric()) return new Float64Array(0);
    const { size, counts } = this.table;
    const [fits, numberOf] = [this.fits(), this.numberOf()];
    const values = this.scratch.numbers(this.decision().fits - this.infinities());
    let at = 0;
    for (let entry = 0; entry < size; entry += 1) {
      if (!fits(entry)) continue;
      const number = numberOf(entry);
      if (!Number.isFinite(number)) continue;
      for (const end = at + counts[entry]!; at < end; at += 1) values[at] = number;
    }
    return sortNumbers(values, this.scale(values), this.scratch);
  });

  /** Infinite numbers, and those whose text lies beyond the range of a double. */
  readonly infinities = once((): number => {
    const { size, counts } = this.table;
    const [fits, numberOf] = [this.fits(), this.numberOf()];
    let cells = 0;
    for (let entry = 0; entry < size; entry += 1) if (fits(entry) && !Number.isFinite(numberOf(entry))) cells += counts[entry]!;
    return cells;
  });

  readonly moments = once((): Moments | null => {
    const numbers = this.numbers();
    return numbers.length === 0 ? null : momentsOf(numbers, this.isTime() ? 0 : this.table.decimals);
  });

  readonly frequencies = once((): FrequencyTotals => {
    const { size, classes, counts } = this.table;
    let [distinct, unique, top, logs, squares] = [0, 0, 0, 0, 0];
    for (let entry = 0; entry < size; entry += 1) {
      if (classes[entry] === classCode.nullToken) continue;
      const count = counts[entry]!;
      distinct += 1;
      if (count === 1) unique += 1;
      else logs += count * Math.log2(count);
      if (count > top) top = count;
      squares += count * count;
    }
    return { distinct, unique, top, logs, squares };
  });

  readonly texts = once((): TextTotals => {
    const { size, classes, counts, words, flags } = this.table;
    const t = { minChars: Infinity, maxChars: 0, chars: 0, minBytes: Infinity, maxBytes: 0, words: 0, maxWords: 0 };
    const cells = {
      upperOnly: 0,
      lowerOnly: 0,
      mixedCase: 0,
      digitsOnly: 0,
      nonAscii: 0,
      leadingSpace: 0,
      trailingSpace: 0,
      padded: 0,
      manyWords: 0,
    };
    const { upper, lower, digit, leadingSpace, trailingSpace } = textFlag;
    const beyondAscii =
      textFlag.latin | textFlag.greek | textFlag.cyrillic | textFlag.arabic | textFlag.hebrew | textFlag.eastAsian | textFlag.otherScript;
    for (let entry = 0; entry < size; entry += 1) {
      const count = counts[entry]!;
      const flag = flags[entry]!;
      if ((flag & (leadingSpace | trailingSpace)) !== 0) cells.padded += count;
      if (classes[entry] === classCode.nullToken) continue;
      const length = this.table.charsOf(entry);
      const bytes = this.table.bytesOf(entry);
      if (length < t.minChars) t.minChars = length;
      if (length > t.maxChars) t.maxChars = length;
      if (bytes < t.minBytes) t.minBytes = bytes;
      if (bytes > t.maxBytes) t.maxBytes = bytes;
      t.chars += length * count;
      const own = words[entry]!;
      t.words += own * count;
      if (own > t.maxWords) t.maxWords = own;
      if (own > 1) cells.manyWords += count;
      const letters = flag & (upper | lower);
      if (letters === upper) cells.upperOnly += count;
      else if (letters === lower) cells.lowerOnly += count;
      else if (letters !== 0) cells.mixedCase += count;
      if (flag === digit) cells.digitsOnly += count;
      if ((flag & beyondAscii) !== 0) cells.nonAscii += count;
      if ((flag & leadingSpace) !== 0) cells.leadingSpace += count;
      if ((flag & trailingSpace) !== 0) cells.trailingSpace += count;
    }
    return { ...t, ...cells };
  });

  /** What makes all numbers of the column integers without error; 0 where nothing does. */
  private scale(values: Float64Array): number {
    if (!this.isTime()) return scaleOf(this.table.decimals, values.reduce(farthest, 0));
    for (const span of [86_400_000, 1000]) if (values.every((time) => time % span === 0)) return 1 / span;
    return 0;
  }

  entriesWhere(wanted: (entry: number) => boolean): number[] {
    const found: number[] = [];
    for (let entry = 0; entry < this.table.size; entry += 1) if (wanted(entry)) found.push(entry);
    return found;
  }

  /** Rows in which entries stand first, ascending, at most ten. */
  firstRowsOf(entries: readonly number[]): number[] {
    return entries.slice(0, 10).map((entry) => this.table.firstRowOf(entry));
  }

  /** Entries that differ from a more frequent one by letter case or white space alone; of a column of few values. */
  spellingVariants(): number[] {
    const { texts, counts, classes } = this.table;
    const groups = new Map<string, number[]>();
    for (const [entry, text] of texts.entries()) {
      if (classes[entry] === classCode.nullToken) continue;
      const folded = text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
      const group = groups.get(folded);
      if (group) group.push(entry);
      else groups.set(folded, [entry]);
    }
    return [...groups.values()].flatMap((group) => group.toSorted((a, b) => counts[b]! - counts[a]!).slice(1)).toSorted((a, b) => a - b);
  }
}
