import { sortNumbers, type NumberScratch } from '../profile/statistics/sort-numbers';
import { valueClasses } from '../profile/values/classify-value';
import { mergeRuns, type Run } from './merge-runs';
import { type OrderedNumbers } from './ordered-numbers';
import type { SpillFile, SpillFolder } from './spill-folder';

const entriesInBlock = 16_384;
const bytesInBlock = entriesInBlock * 17;

/** Different values of a column that have a number, with the class, cells and first row of each. */
export interface NumberBlock {
  readonly length: number;
  readonly numbers: Float64Array;
  readonly counts: Uint32Array;
  readonly rows: Uint32Array;
  readonly classes: Uint8Array;
}

/** What an entry's number is once the column's kind is decided; NaN where it does not fit. */
export type NumberIn = (block: Pick<NumberBlock, 'numbers' | 'classes'>, at: number) => number;

/** Ascending numbers as pairs with their cells, equal ones together. @param isSummed each pair has the cells up to it, too */
const pairsOf = (sorted: Float64Array, cellsOf: (at: number) => number, isSummed: boolean): Float64Array => {
  let different = 0;
  for (let at = 0; at < sorted.length; at += 1) if (at === 0 || sorted[at] !== sorted[at - 1]) different += 1;
  const pairs = new Float64Array(different * 2);
  let to = -2;
  for (let at = 0; at < sorted.length; at += 1) {
    if (at === 0 || sorted[at] !== sorted[at - 1]) {
      to += 2;
      pairs[to] = sorted[at]!;
      if (isSummed && to > 0) pairs[to + 1] = pairs[to - 1]!;
    }
    pairs[to + 1]! += cellsOf(at);
  }
  return pairs;
};

/**
 * Some numbers in order. Where all cells fit the scratch memory they are sorted by radix, else the entries by comparison.
 * @param visit calls back with each number and its cells, the same ones each time
 * @param capacity numbers that the scratch memory has room for
 */
export const orderedPairs = (
  visit: (take: (value: number, cells: number) => void) => void,
  scratch: NumberScratch,
  capacity: number,
  isSummed: boolean,
): Float64Array => {
  let [cells, entries] = [0, 0];
  visit((_, count) => {
    cells += count;
    entries += 1;
  });
  if (cells <= capacity) {
    const values = scratch.numbers(cells);
    let at = 0;
    visit((value, count) => {
      for (const end = at + count; at < end; at += 1) values[at] = value;
    });
    return pairsOf(sortNumbers(values, 0, scratch), () => 1, isSummed);
  }
  const [values, counts, order] = [new Float64Array(entries), new Uint32Array(entries), new Uint32Array(entries)];
  let at = 0;
  visit((value, count) => {
    values[at] = value;
    counts[at] = count;
    order[at] = at++;
  });
  order.sort((a, b) => values[a]! - values[b]!);
  return pairsOf(
    Float64Array.from(order, (entry) => values[entry]!),
    (place) => counts[order[place]!]!,
    isSummed,
  );
};

/** The different values of one column that have a number, on disk, part after part. */
export class NumberEntries {
  private readonly file: SpillFile;
  private readonly ends: number[] = [];
  private readonly memory = new ArrayBuffer(bytesInBlock);
  private readonly filling = this.views(this.memory);
  private length = 0;

  constructor(private readonly folder: SpillFolder) {
    this.file = folder.create();
  }

  private views(memory: ArrayBuffer): Omit<NumberBlock, 'length'> {
    return {
      numbers: new Float64Array(memory, 0, entriesInBlock),
      counts: new Uint32Array(memory, entriesInBlock * 8, entriesInBlock),
      rows: new Uint32Array(memory, entriesInBlock * 12, entriesInBlock),
      classes: new Uint8Array(memory, entriesInBlock * 16, entriesInBlock),
    };
  }

  add(number: number, count: number, row: number, code: number): void {
    const { filling, length } = this;
    filling.numbers[length] = number;
    filling.counts[length] = count;
    filling.rows[length] = row;
    filling.classes[length] = code;
    this.length += 1;
    if (this.length === entriesInBlock) this.flush();
  }

  private flush(): void {
    if (this.length === 0) return;
    // Blocks are of one size: what a short one lacks is of no class.
    this.filling.classes.fill(valueClasses.length, this.length);
    this.file.append(new Uint8Array(this.memory));
    this.length = 0;
  }

  endPart(): void {
    this.flush();
    this.ends.push(this.file.length);
  }

  private *blocks(from: number, to: number): Generator<NumberBlock> {
    const memory = new ArrayBuffer(bytesInBlock);
    const views = this.views(memory);
    for (let at = from; at < to; at += bytesInBlock) {
      this.file.read(new Uint8Array(memory), at);
      const end = views.classes.indexOf(valueClasses.length);
      yield { length: end < 0 ? entriesInBlock : end, ...views };
    }
  }

  /** Every block. One is good until the next. */
  each(): Generator<NumberBlock> {
    return this.blocks(0, this.file.length);
  }

  /** All numbers in order: each part sorted, then merged. */
  ordered(numberIn: NumberIn, scratch: NumberScratch, capacity: number): OrderedNumbers {
    const file = this.folder.create();
    const runs: Run[] = [];
    for (const [part, end] of this.ends.entries()) {
      const from = part === 0 ? 0 : this.ends[part - 1]!;
      const visit = (take: (value: number, cells: number) => void) => {
        for (const block of this.blocks(from, end))
          for (let at = 0; at < block.length; at += 1) {
            const value = numberIn(block, at);
            if (Number.isFinite(value)) take(value, block.counts[at]!);
          }
      };
      const pairs = orderedPairs(visit, scratch, capacity, false);
      if (pairs.length === 0) continue;
      runs.push({ start: file.length, pairs: pairs.length / 2 });
      file.append(pairs);
    }
    const merged = mergeRuns(this.folder, file, runs);
    file.close();
    return merged;
  }

  close(): void {
    this.file.close();
  }
}
