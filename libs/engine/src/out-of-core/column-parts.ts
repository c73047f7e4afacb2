import type { KnownColumn } from '../profile/column-view';
import type { ClassCounts } from '../profile/decide-kind';
import { cellsBeyondDouble, cellsByClass, type CellsFound, type FrequencyTotals } from '../profile/entry-sums';
import type { FrequentValues } from '../profile/frequent-values';
import { textTotals, type TextTotals } from '../profile/text-totals';
import { classCode, valueClasses, type ValueClass } from '../profile/values/classify-value';
import { maskOf } from '../profile/values/describe-text';
import type { ValueTable } from '../profile/values/value-table';
import { countKeys, type ValueCounts } from './counted-keys';
import type { Neighbours } from './neighbours';
import { entriesInBlock, NumberEntries, type NumbersIn } from './number-entries';
import { PartitionedKeys } from './partitioned-keys';
import type { RankedValues } from './ranked-values';
import type { SpillFolder } from './spill-folder';

const shown = 10;
const mostMasks = 1000;

/** Values whose table is made at once, and parts that there may be for that at the most. */
const [cachedValues, mostParts] = [100_000, 4096] as const;
/** An odd number: the hash also places values within a part, by its lowest bits. */
const partsFor = (rows: number, capacity: number): number => Math.min(mostParts, Math.ceil(rows / Math.min(cachedValues, capacity))) | 1;

interface Mask {
  count: number;
  /** In which it comes first. */
  readonly row: number;
}

const byClass = <T>(of: (code: number, name: ValueClass) => T): Record<ValueClass, T> =>
  Object.fromEntries(valueClasses.map((name, code) => [name, of(code, name)])) as Record<ValueClass, T>;

const addTexts = (a: TextTotals, b: TextTotals): TextTotals => {
  const merge = (id: keyof TextTotals) =>
    id.startsWith('min') ? Math.min(a[id], b[id]) : id.startsWith('max') ? Math.max(a[id], b[id]) : a[id] + b[id];
  return Object.fromEntries(Object.keys(a).map((id) => [id, merge(id as keyof TextTotals)])) as unknown as TextTotals;
};

/** Up to ten rows in which different texts stand first, of texts that come in the order of rows and may come again. */
class FirstTexts {
  readonly rows: number[] = [];
  private readonly keys: number[] = [];

  add(keys: Int32Array, entry: number, row: number): void {
    if (this.rows.length === shown) return;
    const own = keys.subarray(entry * 4, entry * 4 + 4);
    for (let at = 0; at < this.keys.length; at += 4) if (own.every((word, place) => word === this.keys[at + place])) return;
    this.keys.push(...own);
    this.rows.push(row);
  }
}

/**
 * What a column's values tell that come in tables of neighbouring cells. What adds up over cells is added table by table; how often each
 * value occurs in all is counted from their keys, which lie on disk.
 */
export class ColumnParts {
  readonly numbers: NumberEntries;
  decimals = 0;
  private readonly keys: PartitionedKeys;
  private counts: ValueCounts | null = null;
  private classCounts: ClassCounts = byClass(() => 0);
  private texts: TextTotals | null = null;
  private readonly infinite = new Float64Array(valueClasses.length);
  private readonly firstRows = valueClasses.map(() => new FirstTexts());
  private beyondDouble = 0;
  private readonly masks = new Map<number, Mask>();

  /** @param rows of the table @param capacity numbers that are sorted in memory, and values that are counted there, at the most */
  constructor(folder: SpillFolder, rows: number, capacity: number) {
    this.numbers = new NumberEntries(folder, capacity);
    this.keys = new PartitionedKeys(folder, partsFor(rows, capacity));
  }

  /** Takes a table of the cells that come next. */
  add({ table, firstRows }: Neighbours): void {
    if (table.size === 0) return;
    const cells = cellsByClass(table);
    this.classCounts = byClass((code, name) => this.classCounts[name] + cells[code]!);
    const texts = textTotals(table);
    this.texts = this.texts === null ? texts : addTexts(this.texts, texts);
    this.decimals = Math.min(this.decimals, table.decimals) < 0 ? -1 : Math.max(this.decimals, table.decimals);
    this.beyondDouble += cellsBeyondDouble(table);
    this.addEntries(table, firstRows);
    this.addMasks(table, firstRows);
  }

  /** Once all cells were taken. */
  end(): void {
    this.numbers.end();
    this.counts = countKeys(this.keys);
  }

  private addEntries({ size, counts, classes, numbers, keyWords }: ValueTable, rows: Uint32Array): void {
    for (let entry = 0; entry < size; entry += 1) {
      const count = counts[entry]!;
      const code = classes[entry]!;
      const row = rows[entry]!;
      const number = numbers[entry]!;
      this.keys.add(keyWords, entry * 4, row, count, code === classCode.nullToken);
      this.firstRows[code]!.add(keyWords, entry, row);
      if (Number.isNaN(number)) continue;
      this.numbers.add(number, count, row, code, keyWords, entry * 4);
      if (number === Infinity || number === -Infinity) this.infinite[code]! += count;
    }
  }

  private addMasks({ size, counts, classes, maskIds, maskFirst, maskNumbers }: ValueTable, rows: Uint32Array): void {
    const sums = new Float64Array(maskFirst.length + 1);
    for (let entry = 0; entry < size; entry += 1) if (classes[entry] !== classCode.nullToken) sums[maskIds[entry]!]! += counts[entry]!;
    for (const [mask, number] of maskNumbers) {
      const known = this.masks.get(mask);
      if (known) known.count += sums[number]!;
      // Those that come first are followed.
      else if (this.masks.size < mostMasks) this.masks.set(mask, { count: sums[number]!, row: rows[maskFirst[number - 1]!]! });
    }
  }

  /** All of it, once every table was added. @param numbersIn is asked only when the column's kind can be told by what is known */
  known(rows: number, absent: number, numbersIn: NumbersIn): KnownColumn {
    const { classCounts, texts, counts, beyondDouble, masks } = this;
    return {
      rows,
      absent,
      classCounts,
      frequencies: counts!.frequencies,
      texts: texts!,
      infinite: byClass((code) => this.infinite[code]!),
      firstRows: byClass((code) => this.firstRows[code]!.rows),
      repeatedRows: counts!.repeatedRows,
      beyondDouble,
      masks: masks.size,
      outside: (low, high) => this.outside(low, high, numbersIn),
    };
  }

  private outside(low: number, high: number, numbersIn: NumbersIn): CellsFound {
    let cells = 0;
    const found: { readonly number: number; readonly hash: number; readonly row: number }[] = [];
    const numbers = new Float64Array(entriesInBlock);
    for (const block of this.numbers.each()) {
      numbersIn(block, numbers);
      for (let at = 0; at < block.length; at += 1) {
        const number = numbers[at]!;
        if (!(number < low || number > high)) continue;
        cells += block.counts[at]!;
        if (found.length === shown) continue;
        const hash = block.hashes[at]!;
        // A text that comes again, in the table of other cells.
        if (!found.some((other) => other.number === number && other.hash === hash)) found.push({ number, hash, row: block.rows[at]! });
      }
    }
    return { cells, firstRows: found.map(({ row }) => row) };
  }

  /** As `frequentValues`. @param cellAt reads a cell again */
  frequent({ distinct, unique }: FrequencyTotals, cellAt: (row: number) => string | null): FrequentValues {
    const { top, rarest, tokens } = this.counts!;
    const show = ({ values }: RankedValues) => values.map(({ text, row, count }) => ({ value: text ?? cellAt(row) ?? '', count }));
    const masks = [...this.masks.values()].filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count || a.row - b.row);
    return {
      top: show(top),
      rarest: distinct > shown && unique < distinct ? show(rarest) : [],
      nullTokens: show(tokens),
      masks: masks.slice(0, shown).map(({ row, count }) => ({ value: maskOf(cellAt(row) ?? ''), count })),
    };
  }
}
