import { hashKey, KeyTable } from '../profile/values/key-table';

/** Keys of four words, numbered in the order in which they come; takes memory for those that did come, not for those that might. */
export class GrowingKeys {
  private table: KeyTable;

  /** @param capacity keys that there is room for at first @param most there may ever be */
  constructor(
    private capacity: number,
    private readonly most: number,
  ) {
    this.table = new KeyTable(capacity);
  }

  get size(): number {
    return this.table.size;
  }

  /** The first word of a key. */
  first(number: number): number {
    return this.table.words[number * 4]!;
  }

  /** The number of a key, or the complement of the one that it gets now. */
  find(k0: number, k1: number, k2: number, k3: number): number {
    if (this.table.size === this.capacity && this.capacity < this.most) this.grow();
    return this.table.find(hashKey(k0, k1, k2, k3), k0, k1, k2, k3);
  }

  private grow(): void {
    const { words, size } = this.table;
    this.capacity = Math.min(this.most, this.capacity * 2);
    this.table = new KeyTable(this.capacity);
    for (let at = 0; at < size * 4; at += 4) {
      const [a, b, c, d] = [words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!];
      this.table.find(hashKey(a, b, c, d), a, b, c, d);
    }
  }
}

/** The number of a key, whether it was there or comes now. */
export const numberIn = (keys: GrowingKeys, k0: number, k1: number, k2: number, k3: number): number => {
  const found = keys.find(k0, k1, k2, k3);
  return found < 0 ? ~found : found;
};
