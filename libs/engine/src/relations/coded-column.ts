import type { TextChunk } from '../columnar/text-chunk';
import { hashBytes, hashed, packBytes } from '../profile/values/hash-bytes';

/** One column as numbers: equal numbers for equal texts. */
export interface CodedColumn {
  /** The code of each row's text; -1 where the cell is absent. */
  readonly codes: Int32Array;
  /** The text of each code, in order of first rows. */
  readonly values: readonly string[];
  /** Rows of each code. */
  readonly counts: Uint32Array;
}

/** Columns of the same rows. */
export interface CodedTable {
  readonly rows: number;
  readonly columns: readonly CodedColumn[];
}

const inlineBytes = 12;
const decoder = new TextDecoder();

/** Gives the texts of one column their codes, chunk by chunk. A text is decoded once, when it is first seen. */
export class CodeBook {
  private readonly codes: Int32Array;
  private readonly values: string[] = [];
  private keys = new Int32Array(1024);
  private counts = new Uint32Array(256);
  private slots = new Int32Array(1024);
  private row = 0;

  constructor(rows: number) {
    this.codes = new Int32Array(rows);
  }

  add({ length, places, data }: TextChunk): void {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    for (let at = 0; at < length; at += 1) {
      const [start, end] = [places[at * 2]!, places[at * 2 + 1]!];
      if (start < 0) {
        this.codes[this.row++] = -1;
        continue;
      }
      if (end - start <= inlineBytes) packBytes(data, view, start, end);
      else hashBytes(data, view, start, end);
      const code = this.codeOf(end - start, data, start, end);
      this.counts[code]! += 1;
      this.codes[this.row++] = code;
    }
  }

  finish(): CodedColumn {
    return { codes: this.codes.subarray(0, this.row), values: this.values, counts: this.counts.slice(0, this.values.length) };
  }

  private codeOf(size: number, data: Uint8Array, start: number, end: number): number {
    const { keys, slots } = this;
    const [a, b, c] = [hashed[0]!, hashed[1]!, hashed[2]!];
    const mask = slots.length - 1;
    let slot = mix(size, a, b, c) & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const code = slots[slot]! - 1;
      const at = code * 4;
      if (keys[at] === size && keys[at + 1] === a && keys[at + 2] === b && keys[at + 3] === c) return code;
    }
    const code = this.values.length;
    slots[slot] = code + 1;
    this.values.push(decoder.decode(data.subarray(start, end)));
    if (code * 4 >= keys.length) this.growEntries();
    this.keys.set([size, a, b, c], code * 4);
    if (this.values.length * 2 > slots.length) this.growSlots();
    return code;
  }

  private growEntries(): void {
    const [keys, counts] = [new Int32Array(this.keys.length * 2), new Uint32Array(this.counts.length * 2)];
    keys.set(this.keys);
    counts.set(this.counts);
    [this.keys, this.counts] = [keys, counts];
  }

  private growSlots(): void {
    const slots = new Int32Array(this.slots.length * 2);
    const { keys } = this;
    for (let code = 0; code < this.values.length; code += 1) {
      const at = code * 4;
      let slot = mix(keys[at]!, keys[at + 1]!, keys[at + 2]!, keys[at + 3]!) & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = code + 1;
    }
    this.slots = slots;
  }
}

const mix = (a: number, b: number, c: number, d: number): number => {
  let hash = Math.imul(b ^ Math.imul(a, 0x9e3779b1 | 0), 0x85ebca6b | 0) ^ Math.imul(c, 0xc2b2ae35 | 0) ^ Math.imul(d, 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
};
