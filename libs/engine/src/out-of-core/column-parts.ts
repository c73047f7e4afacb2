import { ColumnView, type KnownColumn } from '../profile/column-view';
import type { CellsFound, FrequencyTotals } from '../profile/entry-sums';
import type { TextTotals } from '../profile/text-totals';
import type { ClassCounts } from '../profile/decide-kind';
import type { FrequentValues } from '../profile/frequent-values';
import type { NumberScratch } from '../profile/statistics/sort-numbers';
import { classCode, valueClasses, type ValueClass } from '../profile/values/classify-value';
import { maskOf } from '../profile/values/describe-text';
import type { ValueTable } from '../profile/values/value-table';
import { entriesInBlock, NumberEntries, type NumbersIn } from './number-entries';
import { FirstFew, RankedValues, type RankedValue } from './ranked-values';
import type { SpillFolder } from './spill-folder';

const shown = 10;
const mostMasks = 1000;

interface Mask extends RankedValue {
  readonly count: number;
}

const byClass = <T>(of: (code: number, name: ValueClass) => T): Record<ValueClass, T> =>
  Object.fromEntries(valueClasses.map((name, code) => [name, of(code, name)])) as Record<ValueClass, T>;

const addCounts = (a: ClassCounts, b: ClassCounts): ClassCounts => byClass((_, name) => a[name] + b[name]);

const addFrequencies = (a: FrequencyTotals, b: FrequencyTotals): FrequencyTotals => ({
  distinct: a.distinct + b.distinct,
  unique: a.unique + b.unique,
  top: Math.max(a.top, b.top),
  logs: a.logs + b.logs,
  squares: a.squares + b.squares,
});

const addTexts = (a: TextTotals, b: TextTotals): TextTotals => {
  const merge = (id: keyof TextTotals) =>
    id.startsWith('min') ? Math.min(a[id], b[id]) : id.startsWith('max') ? Math.max(a[id], b[id]) : a[id] + b[id];
  return Object.fromEntries(Object.keys(a).map((id) => [id, merge(id as keyof TextTotals)])) as unknown as TextTotals;
};

/** What a column's distinct values tell that come in parts, each value in one part with all of its cells. */
export class ColumnParts {
  readonly numbers: NumberEntries;
  decimals = 0;
  private sums: { classCounts: ClassCounts; frequencies: FrequencyTotals; texts: TextTotals } | null = null;
  private readonly infinite = new Float64Array(valueClasses.length);
  private readonly firstRows = byClass(() => new FirstFew(shown));
  private readonly repeated = new FirstFew(shown);
  private beyondDouble = 0;
  private readonly top = new RankedValues(shown, 1);
  private readonly rarest = new RankedValues(shown, -1);
  private readonly tokens = new RankedValues(shown, 1);
  private readonly masks = new Map<number, Mask>();

  constructor(folder: SpillFolder) {
    this.numbers = new NumberEntries(folder);
  }

  /** @param rowOf the row of the table in which an entry comes first */
  add(table: ValueTable, rowOf: (entry: number) => number, options: { readonly now: number; readonly scratch: NumberScratch }): void {
    const view = new ColumnView(table, options);
    const own = { classCounts: view.classCounts(), frequencies: view.frequencies(), texts: view.texts() };
    this.sums = this.sums
      ? {
          classCounts: addCounts(this.sums.classCounts, own.classCounts),
          frequencies: addFrequencies(this.sums.frequencies, own.frequencies),
          texts: addTexts(this.sums.texts, own.texts),
        }
      : own;
    this.decimals = Math.min(this.decimals, table.decimals) < 0 ? -1 : Math.max(this.decimals, table.decimals);
    this.beyondDouble += view.beyondDouble();
    this.addEntries(table, rowOf);
    this.addMasks(table, rowOf);
    this.numbers.endPart();
  }

  private addEntries(table: ValueTable, rowOf: (entry: number) => number): void {
    const { size, counts, classes, numbers } = table;
    const firstRows = valueClasses.map((name) => this.firstRows[name]);
    for (let entry = 0; entry < size; entry += 1) {
      const count = counts[entry]!;
      const code = classes[entry]!;
      const row = rowOf(entry);
      const number = numbers[entry]!;
      firstRows[code]!.add(row);
      if (!Number.isNaN(number)) this.numbers.add(number, count, row, code);
      if (number === Infinity || number === -Infinity) this.infinite[code]! += count;
      if (code === classCode.nullToken) {
        if (this.tokens.wants(count, row)) this.tokens.take({ count, row, text: table.textOf(entry) });
        continue;
      }
      if (count > 1) this.repeated.add(row);
      if (this.top.wants(count, row)) this.top.take({ count, row, text: table.textOf(entry) });
      if (this.rarest.wants(count, row)) this.rarest.take({ count, row, text: table.textOf(entry) });
    }
  }

  private addMasks(table: ValueTable, rowOf: (entry: number) => number): void {
    const { size, counts, classes, maskIds, maskFirst, maskNumbers } = table;
    const sums = new Float64Array(maskFirst.length + 1);
    for (let entry = 0; entry < size; entry += 1) if (classes[entry] !== classCode.nullToken) sums[maskIds[entry]!]! += counts[entry]!;
    for (const [mask, number] of maskNumbers) {
      const first = maskFirst[number - 1]!;
      const row = rowOf(first);
      const known = this.masks.get(mask);
      const isFirst = known === undefined || row < known.row;
      this.masks.set(mask, {
        count: (known?.count ?? 0) + sums[number]!,
        row: isFirst ? row : known.row,
        text: isFirst ? table.textOf(first) : known.text,
      });
    }
  }

  /** The masks that are followed: those that come first. */
  private followed(): Mask[] {
    return [...this.masks.values()].toSorted((a, b) => a.row - b.row).slice(0, mostMasks);
  }

  /** All of it, once every part was added. @param numbersIn is asked only when the column's kind can be told by what is known */
  known(rows: number, absent: number, numbersIn: NumbersIn): KnownColumn {
    const { sums } = this;
    const none = { distinct: 0, unique: 0, top: 0, logs: 0, squares: 0 };
    return {
      rows,
      absent,
      classCounts: sums?.classCounts ?? byClass(() => 0),
      frequencies: sums?.frequencies ?? none,
      texts: sums!.texts,
      infinite: byClass((code) => this.infinite[code]!),
      firstRows: byClass((_, name) => this.firstRows[name].rows),
      repeatedRows: this.repeated.rows,
      beyondDouble: this.beyondDouble,
      masks: this.followed().length,
      outside: (low, high) => this.outside(low, high, numbersIn),
    };
  }

  private outside(low: number, high: number, numbersIn: NumbersIn): CellsFound {
    let cells = 0;
    const first = new FirstFew(shown);
    const numbers = new Float64Array(entriesInBlock);
    for (const block of this.numbers.each()) {
      numbersIn(block, numbers);
      for (let at = 0; at < block.length; at += 1) {
        const number = numbers[at]!;
        if (!(number < low || number > high)) continue;
        cells += block.counts[at]!;
        first.add(block.rows[at]!);
      }
    }
    return { cells, firstRows: first.rows };
  }

  /** As `frequentValues`. @param cellAt reads a cell again */
  frequent({ distinct, unique }: FrequencyTotals, cellAt: (row: number) => string | null): FrequentValues {
    const textOf = ({ text, row }: RankedValue) => text ?? cellAt(row) ?? '';
    const show = ({ values }: RankedValues) => values.map((value) => ({ value: textOf(value), count: value.count }));
    const masks = new RankedValues(shown, 1);
    for (const mask of this.followed()) if (mask.count > 0 && masks.wants(mask.count, mask.row)) masks.take(mask);
    return {
      top: show(this.top),
      rarest: distinct > shown && unique < distinct ? show(this.rarest) : [],
      nullTokens: show(this.tokens),
      masks: masks.values.map((mask) => ({ value: maskOf(textOf(mask)), count: mask.count })),
    };
  }
}
