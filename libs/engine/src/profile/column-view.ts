import type { Kind } from '@millrace/contracts';
import { decideKind, fittingClasses, type ClassCounts, type GrammarKind, type KindDecision } from './decide-kind';
import {
  cellsBeyondDouble,
  cellsByClass,
  cellsOutside,
  fillNumbers,
  firstRowsOf,
  frequencyTotals,
  infiniteCells,
  numberAt,
  type CellsFound,
  type FrequencyTotals,
} from './entry-sums';
import { textTotals, type TextTotals } from './text-totals';
import { momentsOf, scaleOf, type Moments } from './statistics/moments';
import { sortNumbers, type NumberScratch } from './statistics/sort-numbers';
import { classCode, valueClasses, type ValueClass } from './values/classify-value';
import type { ValueTable } from './values/value-table';

const numericKinds = new Set<Kind>(['integer', 'decimal', 'date', 'timestamp']);
const isGrammar = (kind: Kind): kind is GrammarKind => kind in fittingClasses(null);

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
    const sums = cellsByClass(this.table);
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

  /** By class code: 1 where it fits the kind that most cells have; all but tokens do where that is a text kind. */
  private readonly wanted = once((): Uint8Array => this.codesOf(this.fittingClasses()));

  private codesOf(names: readonly ValueClass[]): Uint8Array {
    const wanted = new Uint8Array(valueClasses.length);
    for (const name of names) wanted[classCode[name]] = 1;
    return wanted;
  }

  /** Whether entries fit the kind that most cells have. */
  readonly fits = once((): ((entry: number) => boolean) => {
    const { classes } = this.table;
    const wanted = this.wanted();
    return (entry) => wanted[classes[entry]!] === 1;
  });

  readonly isNumeric = once((): boolean => numericKinds.has(this.decision().candidate));
  readonly isTime = once((): boolean => this.decision().candidate === 'date' || this.decision().candidate === 'timestamp');

  /** An entry's number; for dates and timestamps milliseconds since 1970 UTC. */
  readonly numberOf = once((): ((entry: number) => number) => {
    const { dateOrder } = this.decision();
    const { numbers, classes } = this.table;
    return (entry) => numberAt(classes, numbers, entry, dateOrder);
  });

  /** The finite numbers of the cells that fit, each as often as it occurs, ascending; empty where the column is not numeric. */
  readonly numbers = once((): Float64Array<ArrayBuffer> => {
    if (!this.isNumeric()) return new Float64Array(0);
    const values = this.scratch.numbers(this.decision().fits - this.infinities());
    fillNumbers(this.table, this.wanted(), this.decision().dateOrder, values);
    return sortNumbers(values, this.scale(values), this.scratch);
  });

  /** Infinite numbers, and those whose text lies beyond the range of a double. */
  readonly infinities = once((): number => {
    const { known } = this;
    if (known) return this.fittingClasses().reduce((sum, name) => sum + known.infinite[name], 0);
    return infiniteCells(this.table, this.wanted(), this.decision().dateOrder);
  });

  readonly moments = once((): Moments | null => {
    const numbers = this.numbers();
    return numbers.length === 0 ? null : momentsOf(numbers, this.isTime() ? 0 : this.table.decimals);
  });

  readonly frequencies = once((): FrequencyTotals => this.known?.frequencies ?? frequencyTotals(this.table));

  readonly texts = once((): TextTotals => this.known?.texts ?? textTotals(this.table));

  /** What makes all numbers of the column integers without error; 0 where nothing does. */
  private scale(values: Float64Array): number {
    if (!this.isTime()) return scaleOf(this.table.decimals, farthest(values));
    for (const span of [86_400_000, 1000]) if (areMultiples(values, span)) return 1 / span;
    return 0;
  }

  /** Cells that fit and whose number is below `low` or above `high`. */
  outside(low: number, high: number): CellsFound {
    return this.known?.outside(low, high) ?? cellsOutside(this.table, this.wanted(), this.decision().dateOrder, low, high);
  }

  /** Rows in which texts of some classes stand first, ascending, at most ten. */
  firstRowsOfClasses(names: readonly ValueClass[]): readonly number[] {
    const { known } = this;
    if (known)
      return names
        .flatMap((name) => known.firstRows[name])
        .toSorted((a, b) => a - b)
        .slice(0, shownRows);
    return firstRowsOf(this.table, this.codesOf(names));
  }

  /** Rows in which values stand first that occur more than once, ascending, at most ten. */
  repeatedRows(): readonly number[] {
    const values = valueClasses.filter((name) => name !== 'nullToken');
    return this.known?.repeatedRows ?? firstRowsOf(this.table, this.codesOf(values), 2);
  }

  /** Cells with an integer beyond 2^53. */
  beyondDouble(): number {
    return this.known?.beyondDouble ?? cellsBeyondDouble(this.table);
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
