import type { SpillFile } from './spill-folder';

/** Pairs in a block: a number, and how many cells hold it or less. */
const blockPairs = 8192;
/** Blocks that are kept once they were read: two walks at once, and a search. */
const keptBlocks = 4;

/** Different numbers, ascending, as pairs with the cells up to and with each: in memory, or in a file. */
export class OrderedNumbers {
  private readonly blocks = new Map<number, Float64Array>();
  /** The first pair of each block. */
  private readonly firsts: Float64Array;

  private constructor(
    /** Cells. */
    readonly cells: number,
    /** Different numbers. */
    readonly length: number,
    private readonly source: Float64Array | SpillFile,
  ) {
    this.firsts = new Float64Array(Math.ceil(length / blockPairs) * 2);
    const first = new Float64Array(2);
    for (let block = 0; block * blockPairs < length; block += 1) this.firsts.set(this.read(block, () => first).subarray(0, 2), block * 2);
  }

  static inMemory(pairs: Float64Array): OrderedNumbers {
    return new OrderedNumbers(pairs.at(-1) ?? 0, pairs.length / 2, pairs);
  }

  static inFile(file: SpillFile, cells: number): OrderedNumbers {
    return new OrderedNumbers(cells, file.length / 16, file);
  }

  /** The first pairs of a block: from memory, or as many as `room` takes. */
  private read(block: number, room: () => Float64Array): Float64Array {
    const start = block * blockPairs;
    const pairs = Math.min(blockPairs, this.length - start);
    if (this.source instanceof Float64Array) return this.source.subarray(start * 2, (start + pairs) * 2);
    const into = room();
    const read = into.subarray(0, Math.min(into.length, pairs * 2));
    this.source.read(read, start * 16);
    return read;
  }

  /** The pairs of a block, good until as many others were asked for as are kept. */
  private block(at: number): Float64Array {
    const known = this.blocks.get(at);
    if (known) return known;
    const read = this.read(at, () => {
      const [oldest] = this.blocks.size < keptBlocks ? [] : this.blocks;
      if (oldest === undefined) return new Float64Array(blockPairs * 2);
      this.blocks.delete(oldest[0]);
      return new Float64Array(oldest[1].buffer, 0, blockPairs * 2);
    });
    if (!(this.source instanceof Float64Array)) this.blocks.set(at, read);
    return read;
  }

  /** The `at`-th different number. */
  valueAt(at: number): number {
    return this.block(Math.floor(at / blockPairs))[(at % blockPairs) * 2]!;
  }

  /** Cells that hold the `at`-th different number or less; none before the first. */
  upTo(at: number): number {
    return at < 0 ? 0 : this.block(Math.floor(at / blockPairs))[(at % blockPairs) * 2 + 1]!;
  }

  /** The first pair for which `isReached` holds, which it does for all after it. @param slot 0: by number, 1: by cells */
  private search(slot: 0 | 1, isReached: (value: number) => boolean): number {
    let [low, high] = [0, this.firsts.length / 2];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isReached(this.firsts[middle * 2 + slot]!)) high = middle;
      else low = middle + 1;
    }
    if (low === 0) return 0;
    const block = this.block(low - 1);
    let [from, to] = [0, block.length / 2];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (isReached(block[middle * 2 + slot]!)) to = middle;
      else from = middle + 1;
    }
    return (low - 1) * blockPairs + from;
  }

  /** The number of the cell at a rank, 0 to `cells` - 1. */
  atRank(rank: number): number {
    return this.valueAt(this.search(1, (cells) => cells > rank));
  }

  /** The first different number that is at least `x`. */
  placeOf(x: number): number {
    return this.search(0, (value) => value >= x);
  }

  /** Cells whose number is less than `x`. */
  below(x: number): number {
    return this.upTo(this.placeOf(x) - 1);
  }

  /** Cells whose number is at most `x`. */
  atMost(x: number): number {
    return this.upTo(this.search(0, (value) => value > x) - 1);
  }

  /** All pairs, ascending, some at a time: good until the next. */
  *pairs(): Generator<Float64Array> {
    let walking: Float64Array | undefined;
    for (let at = 0; at * blockPairs < this.length; at += 1) yield this.read(at, () => (walking ??= new Float64Array(blockPairs * 2)));
  }

  /** Every number with its cells, ascending. */
  each(visit: (value: number, cells: number) => void): void {
    let before = 0;
    for (const pairs of this.pairs())
      for (let at = 0; at < pairs.length; at += 2) {
        const upTo = pairs[at + 1]!;
        visit(pairs[at]!, upTo - before);
        before = upTo;
      }
  }

  close(): void {
    if (!(this.source instanceof Float64Array)) this.source.close();
  }
}
