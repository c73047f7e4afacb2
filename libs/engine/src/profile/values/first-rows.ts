const rowsInBlock = 1024;
const wordsInBlock = rowsInBlock / 32;

const bitsIn = (word: number): number => {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/**
 * The rows in which values were seen first, one bit for each row of the table: values are numbered in the order in which they come, so
 * the row of the n-th one is where the n-th bit is set.
 */
export class FirstRows {
  private readonly words: Int32Array;
  /** Bits set before each block of rows; counted when they are asked for. */
  private readonly before: Uint32Array;
  private counted = false;

  constructor(rows: number) {
    this.words = new Int32Array(Math.ceil(rows / rowsInBlock) * wordsInBlock);
    this.before = new Uint32Array(Math.ceil(rows / rowsInBlock) + 1);
  }

  reset(): void {
    this.words.fill(0);
    this.counted = false;
  }

  /** @param row after all that were added */
  add(row: number): void {
    this.words[row >>> 5]! |= 1 << (row & 31);
    this.counted = false;
  }

  /** The 0-based row of the n-th value, counted from 0. */
  at(n: number): number {
    this.count();
    let [low, high] = [0, this.before.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.before[middle]! <= n) low = middle;
      else high = middle;
    }
    let rest = n - this.before[low]!;
    let word = low * wordsInBlock;
    for (let bits = bitsIn(this.words[word]!); bits <= rest; bits = bitsIn(this.words[word]!)) {
      rest -= bits;
      word += 1;
    }
    let left = this.words[word]!;
    for (; rest > 0; rest -= 1) left &= left - 1;
    return word * 32 + 31 - Math.clz32(left & -left);
  }

  private count(): void {
    if (this.counted) return;
    const { words, before } = this;
    for (let word = 0, sum = 0; word < words.length; word += 1) {
      sum += bitsIn(words[word]!);
      before[Math.floor(word / wordsInBlock) + 1] = sum;
    }
    this.counted = true;
  }
}
