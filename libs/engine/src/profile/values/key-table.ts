const firstSlots = 2048;
/** Words of slots that a core's own cache holds: only beyond that is it worth to ask for them ahead. */
const cachedSlots = 16_384;

/** A hash of a key of four words. */
export const hashKey = (k0: number, k1: number, k2: number, k3: number): number => {
  let hash = Math.imul(k1 ^ Math.imul(k0, 0x9e3779b1 | 0), 0x85ebca6b | 0) ^ Math.imul(k2, 0xc2b2ae35 | 0) ^ Math.imul(k3, 0x27d4eb2f);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
};

/** Keys of four words, numbered in the order in which they come. */
export class KeyTable {
  size = 0;
  /** Four for each key. */
  readonly words: Int32Array;
  /**
   * Memory of the slots, which grow from one area of it into the other. It is free for whoever needs some once all keys are there, and
   * has at least 16 bytes for each that may come.
   */
  readonly spareMemory: ArrayBuffer;
  /** Pairs: a key's number plus one, or 0, and its hash, which spares a look at the words of most others. */
  private slots: Int32Array<ArrayBuffer>;
  private touched = 0;

  constructor(capacity: number) {
    let most = firstSlots;
    while (most * 3 <= capacity * 8) most *= 2;
    this.spareMemory = new ArrayBuffer(most * 6);
    this.slots = this.emptySlots(firstSlots);
    this.words = new Int32Array(capacity * 4);
  }

  reset(): void {
    this.slots = this.emptySlots(firstSlots);
    this.size = 0;
  }

  /** The number of a key, or the complement of the one that it gets now. */
  find(hash: number, k0: number, k1: number, k2: number, k3: number): number {
    const { words, slots } = this;
    const mask = slots.length - 1;
    let slot = (hash << 1) & mask;
    for (; slots[slot] !== 0; slot = (slot + 2) & mask) {
      if (slots[slot + 1] !== hash) continue;
      const number = slots[slot]! - 1;
      const at = number * 4;
      if (words[at] === k0 && words[at + 1] === k1 && words[at + 2] === k2 && words[at + 3] === k3) return number;
    }
    const number = this.size;
    this.size += 1;
    const at = number * 4;
    words[at] = k0;
    words[at + 1] = k1;
    words[at + 2] = k2;
    words[at + 3] = k3;
    slots[slot] = number + 1;
    slots[slot + 1] = hash;
    // Three quarters full.
    if (this.size * 8 > slots.length * 3) this.grow();
    return ~number;
  }

  /** Looks at the slots of keys that come next, so that waiting for their memory overlaps: found one by one, each would wait alone. */
  touch(hashes: Int32Array, count: number): void {
    const { words, slots } = this;
    if (slots.length <= cachedSlots) return;
    const mask = slots.length - 1;
    let touched = 0;
    for (let at = 0; at < count; at += 1) {
      const number = slots[(hashes[at]! << 1) & mask]!;
      if (number !== 0) touched ^= words[number * 4 - 4]!;
    }
    this.touched = touched;
  }

  /** Slots in the area that is not in use: the last growth ends in the larger one, at the start. */
  private emptySlots(length: number): Int32Array<ArrayBuffer> {
    const most = this.spareMemory.byteLength / 6;
    const isLarge = (Math.log2(most) - Math.log2(length)) % 2 === 0;
    return new Int32Array(this.spareMemory, isLarge ? 0 : most * 4, length).fill(0);
  }

  private grow(): void {
    const old = this.slots;
    const slots = this.emptySlots(old.length * 2);
    const mask = slots.length - 1;
    for (let from = 0; from < old.length; from += 2) {
      if (old[from] === 0) continue;
      let slot = (old[from + 1]! << 1) & mask;
      while (slots[slot] !== 0) slot = (slot + 2) & mask;
      slots[slot] = old[from]!;
      slots[slot + 1] = old[from + 1]!;
    }
    this.slots = slots;
  }
}
