import { sortNumbers, type NumberScratch } from '../profile/statistics/sort-numbers';
import { valueClasses } from '../profile/values/classify-value';
import { hashKey } from '../profile/values/key-table';
import { mergeRuns, type Run } from './merge-runs';
import { type OrderedNumbers } from './ordered-numbers';
import type { SpillFile, SpillFolder } from './spill-folder';

/** Entries that are read together. */
export const entriesInBlock = 16_384;
const bytesInBlock = entriesInBlock * 21;

/** Cells of a number in the mean from which on its counts are looked up. */
const manyCells = 4;

/** Values of a column that have a number, each once for every table that it was in, with its class, cells, first row there and a hash of its text. */
export interface NumberBlock {
  readonly length: number;
  readonly numbers: Float64Array;
  readonly counts: Uint32Array;
  readonly rows: Uint32Array;
  readonly hashes: Int32Array;
  readonly classes: Uint8Array;
}

/** Writes what the numbers of a block's entries are once the column's kind is decided; NaN where one does not fit. */
export type NumbersIn = (block: Pick<NumberBlock, 'length' | 'numbers' | 'classes'>, into: Float64Array) => void;

/** Some numbers with their cells; those that are not finite count for nothing. */
export interface CountedNumbers {
  readonly length: number;
  readonly numbers: Float64Array;
  readonly counts: Uint32Array;
}

/** Ascending numbers as pairs with how many there are of each. @param isSummed with the cells up to it, too */
const pairsOf = (sorted: Float64Array, isSummed: boolean): Float64Array => {
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
    pairs[to + 1]! += 1;
  }
  return pairs;
};

/** As `pairsOf`, of entries that were sorted without their counts: each is looked up. */
const pairsOfEntries = (
  blocks: () => Iterable<CountedNumbers>,
  values: Float64Array<ArrayBuffer>,
  scratch: NumberScratch,
  isSummed: boolean,
): Float64Array => {
  let to = 0;
  for (const { length, numbers } of blocks())
    for (let at = 0; at < length; at += 1) if (Number.isFinite(numbers[at]!)) values[to++] = numbers[at]!;
  const pairs = pairsOf(sortNumbers(values, 0, scratch), false);
  for (let at = 1; at < pairs.length; at += 2) pairs[at] = 0;
  for (const { length, numbers, counts } of blocks())
    for (let at = 0; at < length; at += 1) if (Number.isFinite(numbers[at]!)) pairs[placeIn(pairs, numbers[at]!) + 1]! += counts[at]!;
  if (isSummed) for (let at = 3; at < pairs.length; at += 2) pairs[at]! += pairs[at - 2]!;
  return pairs;
};

/** Where the pair of a number is that one has. */
const placeIn = (pairs: Float64Array, number: number): number => {
  let [low, high] = [0, pairs.length / 2 - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pairs[middle * 2]! < number) low = middle + 1;
    else high = middle;
  }
  return low * 2;
};

/**
 * Some numbers in order. Where all cells fit the scratch memory they are sorted themselves, else the entries.
 * @param blocks gives all of them, the same ones each time
 * @param capacity numbers that the scratch memory has room for, and entries at the most
 */
export const orderedPairs = (
  blocks: () => Iterable<CountedNumbers>,
  scratch: NumberScratch,
  capacity: number,
  isSummed: boolean,
): Float64Array => {
  let [cells, entries] = [0, 0];
  for (const { length, numbers, counts } of blocks())
    for (let at = 0; at < length; at += 1) {
      if (!Number.isFinite(numbers[at]!)) continue;
      cells += counts[at]!;
      entries += 1;
    }
  // Of few numbers with many cells each it is less to look up their counts.
  if (cells <= capacity && cells < entries * manyCells) {
    const values = scratch.numbers(cells);
    let to = 0;
    for (const { length, numbers, counts } of blocks())
      for (let at = 0; at < length; at += 1) {
        const value = numbers[at]!;
        if (Number.isFinite(value)) for (const end = to + counts[at]!; to < end; to += 1) values[to] = value;
      }
    return pairsOf(sortNumbers(values, 0, scratch), isSummed);
  }
  return pairsOfEntries(blocks, scratch.numbers(entries), scratch, isSummed);
};

/** The values of one column that have a number, on disk, in the order of rows and in parts that are sorted at once. */
export class NumberEntries {
  private readonly file: SpillFile;
  private readonly ends: number[] = [];
  private readonly memory = new ArrayBuffer(bytesInBlock);
  private readonly filling = this.views(this.memory);
  private reading: ArrayBuffer | undefined;
  private length = 0;
  private cellsInPart = 0;

  /** @param capacity cells of a part, whose numbers are sorted in memory */
  constructor(
    private readonly folder: SpillFolder,
    private readonly capacity: number,
  ) {
    this.file = folder.create();
  }

  private views(memory: ArrayBuffer): Omit<NumberBlock, 'length'> {
    return {
      numbers: new Float64Array(memory, 0, entriesInBlock),
      counts: new Uint32Array(memory, entriesInBlock * 8, entriesInBlock),
      rows: new Uint32Array(memory, entriesInBlock * 12, entriesInBlock),
      hashes: new Int32Array(memory, entriesInBlock * 16, entriesInBlock),
      classes: new Uint8Array(memory, entriesInBlock * 20, entriesInBlock),
    };
  }

  /** @param keys four words of the value's text, from `key` on */
  add(number: number, count: number, row: number, code: number, keys: Int32Array, key: number): void {
    if (this.cellsInPart + count > this.capacity) this.endPart();
    this.cellsInPart += count;
    const { filling, length } = this;
    filling.numbers[length] = number;
    filling.counts[length] = count;
    filling.rows[length] = row;
    filling.hashes[length] = hashKey(keys[key]!, keys[key + 1]!, keys[key + 2]!, keys[key + 3]!);
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

  private endPart(): void {
    this.flush();
    this.cellsInPart = 0;
    if (this.file.length > (this.ends.at(-1) ?? 0)) this.ends.push(this.file.length);
  }

  /** Once all are there. */
  end(): void {
    this.endPart();
  }

  private *blocks(from: number, to: number): Generator<NumberBlock> {
    const views = this.views((this.reading ??= new ArrayBuffer(bytesInBlock)));
    for (let at = from; at < to; at += bytesInBlock) {
      this.file.read(new Uint8Array(this.reading), at);
      const end = views.classes.indexOf(valueClasses.length);
      yield { length: end < 0 ? entriesInBlock : end, ...views };
    }
  }

  /** Every block. One is good until the next is read, by whomever. */
  each(): Generator<NumberBlock> {
    return this.blocks(0, this.file.length);
  }

  /** All numbers in order: each part sorted, then merged. */
  ordered(numbersIn: NumbersIn, scratch: NumberScratch): OrderedNumbers {
    const { capacity } = this;
    const file = this.folder.create();
    const runs: Run[] = [];
    const numbers = new Float64Array(entriesInBlock);
    for (const [part, end] of this.ends.entries()) {
      const from = part === 0 ? 0 : this.ends[part - 1]!;
      const inKind = function* (blocks: Iterable<NumberBlock>): Generator<CountedNumbers> {
        for (const block of blocks) {
          numbersIn(block, numbers);
          yield { length: block.length, numbers, counts: block.counts };
        }
      };
      const pairs = orderedPairs(() => inKind(this.blocks(from, end)), scratch, capacity, false);
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
