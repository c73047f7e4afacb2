import type { Kind } from '@millrace/contracts';
import { decideKind, fittingClasses, type ClassCounts, type GrammarKind, type KindDecision } from './decide-kind';
import { momentsOf, scaleOf, type Moments } from './statistics/moments';
import { sortNumbers, type NumberScratch } from './statistics/sort-numbers';
import { classCode, valueClasses, type ValueClass } from './values/classify-value';
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

/** Some cells of a column: how many, and the first rows of up to ten different texts among them, ascending. */
export interface CellsFound {
  readonly cells: number;
  readonly firstRows: readonly number[];
}

/** What is known of a column whose distinct values do not lie in one table: then the view's table has some of them only. */
export interface KnownColumn {
  readonly rows: number;
  readonly absent: number;
  readonly classCounts: ClassCounts;
  readonly frequencies: FrequencyTotals;
  readonly texts: TextTotals;
  /** Cells whose number is infinite. */
  readonly infinite: ClassCounts;
  /** Rows in which up to ten different texts of each class stand first, ascending. */
  readonly firstRows: Readonly<Record<ValueClass, readonly number[]>>;
  /** Rows in which up to ten values stand first that occur more than once. */
  readonly repeatedRows: readonly number[];
  /** Cells with an integer beyond 2^53. */
  readonly beyondDouble: number;
  readonly masks: number;
  /** Cells that fit the column's kind and whose number lies outside. */
  readonly outside: (low: number, high: number) => CellsFound;
}

const shownRows = 10;

/** The largest of the absolute values. */
const farthest = (values: Float64Array): number => {
  let most = 0;
  for (let at = 0; at < values.length; at += 1) most = Math.max(most, Math.abs(values[at]!));
  return most;
};

const areMultiples = (values: Float64Array, span: number): boolean => {
  for (let at = 0; at < values.length; at += 1) if (values[at]! % span !== 0) return false;
  return true;
};

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
  private readonly known: KnownColumn | undefined;

  constructor(
    readonly table: ValueTable,
    { now, scratch, known }: { readonly now: number; readonly scratch: NumberScratch; readonly known?: KnownColumn | undefined },
  ) {
    this.scratch = scratch;
    this.known = known;
    this.rows = known?.rows ?? table.rows;
    this.absent = known?.absent ?? table.absent;
    this.now = now;
  }

  readonly classCounts = once((): ClassCounts => {
    if (this.known) return this.known.classCounts;
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

  /** Classes that fit the kind that most cells have; all but tokens where that is a text kind. */
  fittingClasses(): readonly ValueClass[] {
    const { candidate, dateOrder } = this.decision();
    return isGrammar(candidate) ? fittingClasses(dateOrder)[candidate] : valueClasses.filter((name) => name !== 'nullToken');
  }

  /** Whether entries fit the kind that most cells have; all do where that is a text kind. */
  readonly fits = once((): ((entry: number) => boolean) => {
    const { classes } = this.table;
    const wanted = new Uint8Array(valueClasses.length);
    for (const name of this.fittingClasses()) wanted[classCode[name]] = 1;
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
    const { known } = this;
    if (known) return this.fittingClasses().reduce((sum, name) => sum + known.infinite[name], 0);
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
    if (this.known) return this.known.frequencies;
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
    if (this.known) return this.known.texts;
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
    if (!this.isTime()) return scaleOf(this.table.decimals, farthest(values));
    for (const span of [86_400_000, 1000]) if (areMultiples(values, span)) return 1 / span;
    return 0;
  }

  private cellsWhere(wanted: (entry: number) => boolean): CellsFound {
    const { size, counts } = this.table;
    const firstRows: number[] = [];
    let cells = 0;
    for (let entry = 0; entry < size; entry += 1) {
      if (!wanted(entry)) continue;
      cells += counts[entry]!;
      if (firstRows.length < shownRows) firstRows.push(this.table.firstRowOf(entry));
    }
    return { cells, firstRows };
  }

  /** Cells that fit and whose number is below `low` or above `high`. */
  outside(low: number, high: number): CellsFound {
    if (this.known) return this.known.outside(low, high);
    const [fits, numberOf] = [this.fits(), this.numberOf()];
    return this.cellsWhere((entry) => fits(entry) && (numberOf(entry) < low || numberOf(entry) > high));
  }

  /** Rows in which texts of some classes stand first, ascending, at most ten. */
  firstRowsOfClasses(names: readonly ValueClass[]): readonly number[] {
    const { known } = this;
    if (known)
      return names
        .flatMap((name) => known.firstRows[name])
        .toSorted((a, b) => a - b)
        .slice(0, shownRows);
    const codes = new Set(names.map((name) => classCode[name]));
    return this.cellsWhere((entry) => codes.has(this.table.classes[entry]!)).firstRows;
  }

  /** Rows in which values stand first that occur more than once, ascending, at most ten. */
  repeatedRows(): readonly number[] {
    const { counts, classes } = this.table;
    return this.known?.repeatedRows ?? this.cellsWhere((entry) => counts[entry]! > 1 && classes[entry] !== classCode.nullToken).firstRows;
  }

  /** Cells with an integer beyond 2^53. */
  beyondDouble(): number {
    const { classes, numbers } = this.table;
    const isBeyond = (entry: number) => classes[entry] === classCode.integer && Math.abs(numbers[entry]!) > Number.MAX_SAFE_INTEGER;
    return this.known?.beyondDouble ?? this.cellsWhere(isBeyond).cells;
  }

  /** Different format masks, as far as they are followed. */
  maskCount(): number {
    return this.known?.masks ?? this.table.maskFirst.length;
  }

  /** Rows in which entries stand first, ascending, at most ten. */
  firstRowsOf(entries: readonly number[]): number[] {
    return entries.slice(0, shownRows).map((entry) => this.table.firstRowOf(entry));
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
