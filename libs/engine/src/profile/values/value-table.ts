import type { TextChunk } from '../../columnar/arrow-stream';
import { classCode, classified, classifyValue } from './classify-value';
import { described, describeNumber, describeText } from './describe-text';
import { hashBytes, hashed, packBytes } from './hash-bytes';

/** The longest text that a key of the table holds itself; of a longer one the key holds 96 bits of a hash. */
const inlineBytes = 12;
/** Texts of so many distinct values are kept, the first to come and as many spread over the others; the rest are read again if wanted. */
const keptTexts = 1000;
const mostMasks = 1000;
const firstSlots = 2048;
const decoder = new TextDecoder();

const hashKey = (k0: number, k1: number, k2: number, k3: number): number => {
  let hash = Math.imul(k1 ^ Math.imul(k0, 0x9e3779b1 | 0), 0x85ebca6b | 0) ^ Math.imul(k2, 0xc2b2ae35 | 0) ^ Math.imul(k3, 0x27d4eb2f);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
};

/**
 * The distinct values of one column with how often each occurs and what it is: everything about a value is worked out once, when it is
 * seen first. Entry `i` has its attributes at `i` of each array. The arrays are made for as many rows as the table has, which costs
 * only what is touched, and are used again for the next column.
 */
export class ValueTable {
  /** Distinct values. */
  size = 0;
  /** Rows seen, with absent cells. */
  rows = 0;
  /** Cells without any text. */
  absent = 0;
  readonly counts: Uint32Array;
  readonly firstRows: Uint32Array;
  readonly classes: Uint8Array;
  /** As `classified.number`. */
  readonly numbers: Float64Array;
  readonly chars: Uint32Array;
  readonly words: Uint16Array;
  readonly flags: Uint16Array;
  /** Number of the value's format mask in `masks`; 0 for none. */
  readonly maskIds: Uint16Array;
  /** Texts of the first distinct values. */
  readonly texts: string[] = [];
  /** Of the others every `stride`-th, by entry: as the table grows, every other one is let go. */
  private readonly spreadTexts = new Map<number, string>();
  private stride = 1;
  /** Mask's hash → its number; the mask itself comes from the first text that has it. */
  private readonly maskNumbers = new Map<number, number>();
  /** First entry of each mask number, from 1 on. */
  readonly maskFirst: number[] = [];
  /** Most digits after a decimal point among numbers; -1 where some have an exponent. */
  decimals = 0;
  /** Of the numbers and dates in order of rows: whether each is at least, or at most, the one before. */
  rises = true;
  falls = true;
  isStrict = true;
  private last = Number.NaN;

  private readonly keys: Int32Array;
  /** Pairs: an entry's number plus one, or 0, and the hash of its key, which spares a look at the key of most others. */
  private slots = new Int32Array(firstSlots);
  private readonly isPadded: Uint8Array;

  constructor(capacity: number) {
    const length = Math.max(1, capacity);
    this.keys = new Int32Array(length * 4);
    this.counts = new Uint32Array(length);
    this.firstRows = new Uint32Array(length);
    this.classes = new Uint8Array(length);
    this.numbers = new Float64Array(length);
    this.chars = new Uint32Array(length);
    this.words = new Uint16Array(length);
    this.flags = new Uint16Array(length);
    this.maskIds = new Uint16Array(length);
    this.isPadded = new Uint8Array(length);
  }

  /** Forgets the last column. */
  reset(): void {
    this.slots = new Int32Array(firstSlots);
    this.size = this.rows = this.absent = this.decimals = 0;
    this.texts.length = this.maskFirst.length = 0;
    this.spreadTexts.clear();
    this.stride = 1;
    this.maskNumbers.clear();
    this.rises = this.falls = this.isStrict = true;
    this.last = Number.NaN;
  }

  /** Bytes of an entry's text in UTF-8. */
  bytesOf(entry: number): number {
    return this.keys[entry * 4]!;
  }

  /** The texts that are kept, by entry: all of a column of few values, and an even part of the others. */
  *sample(): Generator<readonly [number, string]> {
    yield* this.texts.entries();
    yield* this.spreadTexts;
  }

  /** An entry's text where the table has it. */
  textOf(entry: number): string | undefined {
    if (entry < this.texts.length) return this.texts[entry];
    const kept = this.spreadTexts.get(entry);
    if (kept !== undefined) return kept;
    const length = this.bytesOf(entry);
    return length <= inlineBytes ? decoder.decode(new Uint8Array(this.keys.buffer, entry * 16 + 4, length)) : undefined;
  }

  /**
   * @param entries where the entry of each cell goes, or -1
   */
  add(chunk: TextChunk, entries: Int32Array): void {
    const { length, validity, offsets, data } = chunk;
    const { counts } = this;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    for (let at = 0; at < length; at += 1) {
      if (validity !== null && (validity[at >> 3]! & (1 << (at & 7))) === 0) {
        this.absent += 1;
        entries[at] = -1;
        continue;
      }
      const start = offsets[at * 2]!;
      const end = offsets[at * 2 + 2]!;
      if (end - start <= inlineBytes) packBytes(data, view, start, end);
      else hashBytes(data, view, start, end);
      let entry = this.find(end - start, hashed[0]!, hashed[1]!, hashed[2]!);
      if (entry < 0) {
        entry = ~entry;
        this.describe(entry, data, start, end, this.rows + at);
      }
      counts[entry] = counts[entry]! + 1;
      entries[at] = entry;
      if (this.rises || this.falls) this.follow(entry);
    }
    this.rows += length;
  }

  /** Mixes the cells of a chunk into hashes of their rows, three words a row. */
  mixInto(hashes: Int32Array, firstRow: number, entries: Int32Array, length: number): void {
    const { keys } = this;
    for (let at = 0, row = firstRow * 3; at < length; at += 1, row += 3) {
      const key = entries[at]! * 4;
      const k0 = key < 0 ? -1 : keys[key]!;
      const k1 = key < 0 ? 0 : keys[key + 1]!;
      const k2 = key < 0 ? 0 : keys[key + 2]!;
      const k3 = key < 0 ? 0 : keys[key + 3]!;
      let a = Math.imul((hashes[row]! + k0) ^ Math.imul(k1, 0x9e3779b1 | 0), 0x85ebca6b | 0);
      let b = Math.imul((hashes[row + 1]! + k1) ^ Math.imul(k2 + k0, 0xc2b2ae35 | 0), 0x27d4eb2f);
      let c = Math.imul((hashes[row + 2]! + k2) ^ Math.imul(k3 ^ k1, 0x165667b1), 0x9e3779b1 | 0);
      a ^= a >>> 15;
      b ^= b >>> 13;
      c ^= c >>> 16;
      hashes[row] = (a + c) | 0;
      hashes[row + 1] = (b + a) | 0;
      hashes[row + 2] = (c + b) | 0;
    }
  }

  /** The entry of a key, or the complement of the one that it gets now. */
  private find(k0: number, k1: number, k2: number, k3: number): number {
    const { keys, slots } = this;
    const hash = hashKey(k0, k1, k2, k3);
    const mask = slots.length - 1;
    let slot = (hash * 2) & mask;
    for (; slots[slot] !== 0; slot = (slot + 2) & mask) {
      if (slots[slot + 1] !== hash) continue;
      const entry = slots[slot]! - 1;
      const at = entry * 4;
      if (keys[at] === k0 && keys[at + 1] === k1 && keys[at + 2] === k2 && keys[at + 3] === k3) return entry;
    }
    const entry = this.size;
    this.size += 1;
    const at = entry * 4;
    keys[at] = k0;
    keys[at + 1] = k1;
    keys[at + 2] = k2;
    keys[at + 3] = k3;
    slots[slot] = entry + 1;
    slots[slot + 1] = hash;
    // Three quarters full.
    if (this.size * 8 > slots.length * 3) this.grow();
    return ~entry;
  }

  private grow(): void {
    const old = this.slots;
    const slots = new Int32Array(old.length * 2);
    const mask = slots.length - 1;
    for (let from = 0; from < old.length; from += 2) {
      if (old[from] === 0) continue;
      let slot = (old[from + 1]! * 2) & mask;
      while (slots[slot] !== 0) slot = (slot + 2) & mask;
      slots[slot] = old[from]!;
      slots[slot + 1] = old[from + 1]!;
    }
    this.slots = slots;
  }

  private describe(entry: number, bytes: Uint8Array, start: number, end: number, row: number): void {
    this.counts[entry] = 0;
    this.firstRows[entry] = row;
    const code = classifyValue(bytes, start, end);
    this.classes[entry] = code;
    this.numbers[entry] = classified.number;
    this.isPadded[entry] = classified.isPadded ? 1 : 0;
    const isNumber = code === classCode.decimal || code === classCode.integer;
    if (isNumber) {
      if (classified.decimals < 0) this.decimals = -1;
      else if (this.decimals >= 0 && classified.decimals > this.decimals) this.decimals = classified.decimals;
    }
    if (isNumber && !classified.isPadded) describeNumber(end - start, code === classCode.decimal || bytes[start] === 45);
    else describeText(bytes, start, end);
    this.chars[entry] = described.chars;
    this.words[entry] = Math.min(65_535, described.words);
    this.flags[entry] = described.flags;
    this.maskIds[entry] = this.maskNumber(described.mask, entry);
    if (entry < keptTexts) this.texts.push(decoder.decode(bytes.subarray(start, end)));
    else if (entry % this.stride === 0) this.spread(entry, decoder.decode(bytes.subarray(start, end)));
  }

  private spread(entry: number, text: string): void {
    this.spreadTexts.set(entry, text);
    if (this.spreadTexts.size <= keptTexts) return;
    this.stride *= 2;
    for (const kept of this.spreadTexts.keys()) if (kept % this.stride !== 0) this.spreadTexts.delete(kept);
  }

  private maskNumber(mask: number, entry: number): number {
    if (mask === 0) return 0;
    const known = this.maskNumbers.get(mask);
    if (known !== undefined) return known;
    if (this.maskFirst.length >= mostMasks) return 0;
    this.maskFirst.push(entry);
    this.maskNumbers.set(mask, this.maskFirst.length);
    return this.maskFirst.length;
  }

  private follow(entry: number): void {
    const number = this.numbers[entry]!;
    if (Number.isNaN(number)) return;
    if (number < this.last) this.rises = false;
    else if (number > this.last) this.falls = false;
    else if (number === this.last) this.isStrict = false;
    this.last = number;
  }

  /** Cells with white space at an end. */
  get paddedCells(): number {
    let cells = 0;
    for (let entry = 0; entry < this.size; entry += 1) if (this.isPadded[entry] === 1) cells += this.counts[entry]!;
    return cells;
  }
}
