import { rowSlots } from '../profile/row-slots';
import type { TextChunk } from '../columnar/text-chunk';
import { hashBytes, hashed, packBytes } from '../profile/values/hash-bytes';

const inlineBytes = 12;

/** Which rows of some columns were seen before, by 96 bits of a hash of their texts: two of ten million share one by a chance of 10⁻¹⁵. */
export class DistinctRows {
  /** Three words a row. */
  private readonly words: Int32Array;
  /** A row's number plus one, or 0. */
  private readonly slots: Uint32Array;
  private size = 0;

  /** @param memory that is free for it: three words and sixteen bytes for each row */
  constructor(capacity: number, memory?: { readonly words: Int32Array; readonly spare: ArrayBuffer }) {
    this.slots = rowSlots(capacity, memory?.spare);
    this.words = memory?.words ?? new Int32Array(capacity * 3);
  }

  /** Forgets all rows. */
  reset(): void {
    this.slots.fill(0);
    this.size = 0;
  }

  /** Takes rows in turn until one repeats an earlier one; false where none does. */
  hasRepeat(columns: readonly TextChunk[]): boolean {
    const length = columns[0]?.length ?? 0;
    const views = columns.map(({ data }) => new DataView(data.buffer, data.byteOffset, data.byteLength));
    for (let row = 0; row < length; row += 1) {
      let [a, b, c] = [0, 0, 0];
      for (let at = 0; at < columns.length; at += 1) {
        const { places, data } = columns[at]!;
        const isThere = places[row * 2]! >= 0;
        const start = isThere ? places[row * 2]! : 0;
        const end = isThere ? places[row * 2 + 1]! : 0;
        if (end - start <= inlineBytes) packBytes(data, views[at]!, start, end);
        else hashBytes(data, views[at]!, start, end);
        const [k1, k2, k3] = [hashed[0]!, hashed[1]!, hashed[2]!];
        a = Math.imul((a + end - start) ^ Math.imul(k1, 0x9e3779b1 | 0), 0x85ebca6b | 0);
        b = Math.imul((b + k1) ^ Math.imul(k2 + end - start, 0xc2b2ae35 | 0), 0x27d4eb2f);
        c = Math.imul((c + k2) ^ Math.imul(k3 ^ k1, 0x165667b1), 0x9e3779b1 | 0);
        a ^= a >>> 15;
        b ^= b >>> 13;
        c ^= c >>> 16;
        [a, b, c] = [(a + c) | 0, (b + a) | 0, (c + b) | 0];
      }
      if (!this.isNew(a, b, c)) return true;
    }
    return false;
  }

  private isNew(a: number, b: number, c: number): boolean {
    const { words, slots } = this;
    const mask = slots.length - 1;
    let slot = (a ^ (b >>> 7)) & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const at = (slots[slot]! - 1) * 3;
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c) return false;
    }
    const at = this.size * 3;
    words[at] = a;
    words[at + 1] = b;
    words[at + 2] = c;
    this.size += 1;
    slots[slot] = this.size;
    return true;
  }
}
