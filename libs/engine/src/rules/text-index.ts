import type { TextChunk } from '../columnar/text-chunk';
import { hashBytes, hashed, packBytes } from '../profile/values/hash-bytes';

/** A longer text is known by 96 bits of a hash. */
const inlineBytes = 12;

/** The distinct texts of some cells, numbered from 0 on: sixteen bytes of each, and as many for finding it. */
export class TextIndex {
  size = 0;
  private keys = new Int32Array(1024);
  private slots = new Int32Array(512);
  private view: DataView | null = null;
  private data: Uint8Array | null = null;

  /** The number of the text of a cell; -1 where the cell is absent. */
  add(chunk: TextChunk, at: number): number {
    const length = this.read(chunk, at);
    if (length < 0) return -1;
    const found = this.slotOf(length);
    const known = this.slots[found]! - 1;
    if (known >= 0) return known;
    const number = this.size++;
    this.slots[found] = number + 1;
    if (number * 4 >= this.keys.length) this.keys = this.grown(this.keys);
    this.keys[number * 4] = length;
    this.keys.set(hashed, number * 4 + 1);
    if (this.size * 2 > this.slots.length) this.spread();
    return number;
  }

  /** As `add` of a text that was added; -1 for any other. */
  find(chunk: TextChunk, at: number): number {
    const length = this.read(chunk, at);
    return length < 0 ? -1 : this.slots[this.slotOf(length)]! - 1;
  }

  /** Bytes of a cell's text, whose key is in `hashed` then; -1 where it is absent. */
  private read({ places, data }: TextChunk, at: number): number {
    const start = places[at * 2]!;
    const end = places[at * 2 + 1]!;
    if (start < 0) return -1;
    if (this.view === null || this.data !== data) {
      this.data = data;
      this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    }
    if (end - start <= inlineBytes) packBytes(data, this.view, start, end);
    else hashBytes(data, this.view, start, end);
    return end - start;
  }

  private slotOf(length: number): number {
    const { keys, slots } = this;
    const mask = slots.length - 1;
    let slot = slotFor(length, hashed[0]!, hashed[1]!, hashed[2]!) & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const at = (slots[slot]! - 1) * 4;
      if (keys[at] === length && keys[at + 1] === hashed[0] && keys[at + 2] === hashed[1] && keys[at + 3] === hashed[2]) break;
    }
    return slot;
  }

  private grown(old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
    const grown = new Int32Array(old.length * 2);
    grown.set(old);
    return grown;
  }

  private spread(): void {
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.size; number += 1) {
      const at = number * 4;
      let slot = slotFor(this.keys[at]!, this.keys[at + 1]!, this.keys[at + 2]!, this.keys[at + 3]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.slots = slots;
  }
}

const slotFor = (length: number, a: number, b: number, c: number): number => {
  let hash = Math.imul(a ^ Math.imul(length, 0x9e3779b1 | 0), 0x85ebca6b | 0) ^ Math.imul(b, 0xc2b2ae35 | 0) ^ Math.imul(c, 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
};
