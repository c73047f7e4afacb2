import type { TextChunk, TextDictionary } from '../../columnar/text-chunk';
import { classCode, classified, classifyValue, type ValueWords } from './classify-value';
import { described, describeNumber, describeText } from './describe-text';
import { FirstRows } from './first-rows';
import { hashBytes, hashed, packBytes } from './hash-bytes';
import { hashKey, KeyTable } from './key-table';
import { mixKey } from './mix-key';

/** The longest text that a key of the table holds itself; of a longer one the key holds 96 bits of a hash. */
const inlineBytes = 12;
/** Texts of so many distinct values are kept, the first to come and as many spread over the others; the rest are read again if wanted. */
const usualTexts = 1000;
const usualMasks = 1000;
const mostExtra = 65_535;
/** Cells whose keys are made before the first of them is looked up. */
const cellsAhead = 256;
const decoder = new TextDecoder();

/**
 * The distinct values of one column with how often each occurs and what it is: everything about a value is worked out once, when it is
 * seen first. Entry `i` has its attributes at `i` of each array. The arrays are made for as many rows as the table has, which costs
 * only what is touched, and are used again for the next column.
 */
export class ValueTable {
  /** Rows seen, with absent cells. */
  rows = 0;
  /** Cells without any text. */
  absent = 0;
  readonly counts: Uint32Array;
  private readonly firstRows: FirstRows;
  readonly classes: Uint8Array;
  /** As `classified.number`. */
  readonly numbers: Float64Array;
  /** Bytes of the text beyond its first of each character, up to 65,535: none in ASCII. */
  private readonly extraBytes: Uint16Array;
  /** Of the few texts that have more. */
  private readonly manyExtraBytes = new Map<number, number>();
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
  readonly maskNumbers = new Map<number, number>();
  /** First entry of each mask number, from 1 on. */
  readonly maskFirst: number[] = [];
  /** Most digits after a decimal point among numbers; -1 where some have an exponent. */
  decimals = 0;
  /** Of the numbers and dates in order of rows: whether each is at least, or at most, the one before. */
  rises = true;
  falls = true;
  isStrict = true;
  private last = Number.NaN;

  private mostMasks = usualMasks;
  private readonly keys: KeyTable;
  /** Keys and hashes of the cells that come next. */
  private readonly nextKeys = new Int32Array(cellsAhead * 4);
  private readonly nextHashes = new Int32Array(cellsAhead);
  /** Of the chunks that come: the entry of each number of a text, or -1. */
  private entryOfCode = new Int32Array(0);
  private dictionary: TextDictionary | null = null;

  /**
   * @param capacity distinct values that it has room for; whoever adds more cells than that sees to it that no more are different
   * @param rows cells that one column may bring
   * @param keptTexts texts that are kept of the first values, and as many of the others; 0 where nobody asks for them
   */
  constructor(
    capacity: number,
    private readonly valueWords?: ValueWords,
    rows = capacity,
    private readonly keptTexts = usualTexts,
  ) {
    const length = Math.max(1, capacity);
    this.keys = new KeyTable(length);
    this.firstRows = new FirstRows(Math.max(1, rows));
    this.counts = new Uint32Array(length);
    this.classes = new Uint8Array(length);
    this.numbers = new Float64Array(length);
    this.extraBytes = new Uint16Array(length);
    this.words = new Uint16Array(length);
    this.flags = new Uint16Array(length);
    this.maskIds = new Uint16Array(length);
  }

  /** Forgets the last column. @param mostMasks format masks of the next one that are followed */
  reset(mostMasks = usualMasks): void {
    this.mostMasks = mostMasks;
    this.keys.reset();
    this.firstRows.reset();
    this.dictionary = null;
    this.rows = this.absent = this.decimals = 0;
    this.texts.length = this.maskFirst.length = 0;
    this.spreadTexts.clear();
    this.stride = 1;
    this.maskNumbers.clear();
    this.manyExtraBytes.clear();
    this.rises = this.falls = this.isStrict = true;
    this.last = Number.NaN;
  }

  /** Distinct values. */
  get size(): number {
    return this.keys.size;
  }

  /** Sixteen bytes for each row that are free once all cells of the column are there, until `reset`. */
  get spareMemory(): ArrayBuffer {
    return this.keys.spareMemory;
  }

  /** Four words of each entry: the bytes of its text, and the text itself up to twelve of them, else a hash of it. */
  get keyWords(): Int32Array {
    return this.keys.words;
  }

  /** Bytes of an entry's text in UTF-8. */
  bytesOf(entry: number): number {
    return this.keys.words[entry * 4]!;
  }

  /** The 0-based row in which an entry comes first. */
  firstRowOf(entry: number): number {
    return this.firstRows.at(entry);
  }

  /** Unicode code points of an entry's text. */
  charsOf(entry: number): number {
    const extra = this.extraBytes[entry]!;
    return this.bytesOf(entry) - (extra === mostExtra ? (this.manyExtraBytes.get(entry) ?? extra) : extra);
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
    return length <= inlineBytes ? decoder.decode(new Uint8Array(this.keys.words.buffer, entry * 16 + 4, length)) : undefined;
  }

  /**
   * @param entries where the entry of each cell goes, or -1
   */
  add(chunk: TextChunk, entries: Int32Array): void {
    const view = new DataView(chunk.data.buffer, chunk.data.byteOffset, chunk.data.byteLength);
    if (chunk.codes !== null) {
      this.addNumbered(chunk, chunk.codes, view, entries);
      return;
    }
    for (let from = 0; from < chunk.length; from += cellsAhead) {
      const count = Math.min(cellsAhead, chunk.length - from);
      this.readKeys(chunk, view, from, count);
      this.keys.touch(this.nextHashes, count);
      this.count(chunk, from, count, entries);
    }
    this.rows += chunk.length;
  }

  /** Cells whose texts are numbered: a text is looked up once, where it comes first. */
  private addNumbered(chunk: TextChunk, codes: Int32Array, view: DataView, entries: Int32Array): void {
    const { length, dictionary } = chunk;
    if (dictionary !== this.dictionary) {
      this.dictionary = dictionary;
      const size = dictionary?.size ?? 0;
      if (this.entryOfCode.length < size) this.entryOfCode = new Int32Array(size);
      this.entryOfCode.fill(-1, 0, size);
    }
    const { counts, entryOfCode } = this;
    for (let row = 0; row < length; row += 1) {
      const code = codes[row]!;
      if (code < 0) {
        this.absent += 1;
        entries[row] = -1;
        continue;
      }
      let entry = entryOfCode[code]!;
      if (entry < 0) {
        this.readKeys(chunk, view, row, 1);
        entry = entryOfCode[code] = this.entryOf(0, chunk, row);
      }
      counts[entry] = counts[entry]! + 1;
      entries[row] = entry;
    }
    this.followAll(entries, 0, length);
    this.rows += length;
  }

  private readKeys({ places, data }: TextChunk, view: DataView, from: number, count: number): void {
    const { nextKeys, nextHashes } = this;
    for (let at = 0; at < count; at += 1) {
      const row = from + at;
      const start = places[row * 2]!;
      const length = places[row * 2 + 1]! - start;
      const key = at * 4;
      if (start < 0) {
        nextKeys[key] = -1;
        continue;
      }
      if (length <= inlineBytes) packBytes(data, view, start, start + length);
      else hashBytes(data, view, start, start + length);
      nextKeys[key] = length;
      nextHashes[at] = hashKey(
        length,
        (nextKeys[key + 1] = hashed[0]!),
        (nextKeys[key + 2] = hashed[1]!),
        (nextKeys[key + 3] = hashed[2]!),
      );
    }
  }

  /** The entry of a cell whose key was read; a new one is described. */
  private entryOf(at: number, { places, data }: TextChunk, row: number): number {
    const { nextKeys, nextHashes } = this;
    const key = at * 4;
    const entry = this.keys.find(nextHashes[at]!, nextKeys[key]!, nextKeys[key + 1]!, nextKeys[key + 2]!, nextKeys[key + 3]!);
    if (entry >= 0) return entry;
    this.describe(~entry, data, places[row * 2]!, places[row * 2 + 1]!, this.rows + row);
    return ~entry;
  }

  private count(chunk: TextChunk, from: number, count: number, entries: Int32Array): void {
    const { counts, nextKeys } = this;
    for (let at = 0; at < count; at += 1) {
      const row = from + at;
      if (nextKeys[at * 4] === -1) {
        this.absent += 1;
        entries[row] = -1;
        continue;
      }
      const entry = this.entryOf(at, chunk, row);
      counts[entry] = counts[entry]! + 1;
      entries[row] = entry;
    }
    this.followAll(entries, from, from + count);
  }

  /** Mixes the cells of a chunk into hashes of their rows, three words a row. */
  mixInto(hashes: Int32Array, firstRow: number, entries: Int32Array, length: number): void {
    const keys = this.keys.words;
    for (let at = 0, row = firstRow * 3; at < length; at += 1, row += 3) {
      const key = entries[at]! * 4;
      const k0 = key < 0 ? -1 : keys[key]!;
      const k1 = key < 0 ? 0 : keys[key + 1]!;
      const k2 = key < 0 ? 0 : keys[key + 2]!;
      const k3 = key < 0 ? 0 : keys[key + 3]!;
      mixKey(hashes, row, k0, k1, k2, k3);
    }
  }

  private describe(entry: number, bytes: Uint8Array, start: number, end: number, row: number): void {
    this.counts[entry] = 0;
    this.firstRows.add(row);
    const code = classifyValue(bytes, start, end, this.valueWords);
    this.classes[entry] = code;
    this.numbers[entry] = classified.number;
    const isNumber = code === classCode.decimal || code === classCode.integer;
    if (isNumber) {
      if (classified.decimals < 0) this.decimals = -1;
      else if (this.decimals >= 0 && classified.decimals > this.decimals) this.decimals = classified.decimals;
    }
    if (isNumber && !classified.isPadded) describeNumber(end - start, code === classCode.decimal || bytes[start] === 45);
    else describeText(bytes, start, end);
    const extra = end - start - described.chars;
    this.extraBytes[entry] = Math.min(mostExtra, extra);
    if (extra >= mostExtra) this.manyExtraBytes.set(entry, extra);
    this.words[entry] = Math.min(65_535, described.words);
    this.flags[entry] = described.flags;
    this.maskIds[entry] = this.maskNumber(described.mask, entry);
    const { keptTexts } = this;
    if (keptTexts === 0) return;
    if (entry < keptTexts) this.texts.push(decoder.decode(bytes.subarray(start, end)));
    else if (entry % this.stride === 0) this.spread(entry, decoder.decode(bytes.subarray(start, end)));
  }

  private spread(entry: number, text: string): void {
    this.spreadTexts.set(entry, text);
    if (this.spreadTexts.size <= this.keptTexts) return;
    this.stride *= 2;
    for (const kept of this.spreadTexts.keys()) if (kept % this.stride !== 0) this.spreadTexts.delete(kept);
  }

  private maskNumber(mask: number, entry: number): number {
    if (mask === 0) return 0;
    const known = this.maskNumbers.get(mask);
    if (known !== undefined) return known;
    if (this.maskFirst.length >= this.mostMasks) return 0;
    this.maskFirst.push(entry);
    this.maskNumbers.set(mask, this.maskFirst.length);
    return this.maskFirst.length;
  }

  /** Beside the counting, for most columns are out of order after a few cells. */
  private followAll(entries: Int32Array, from: number, to: number): void {
    const { numbers } = this;
    for (let at = from; at < to && (this.rises || this.falls); at += 1) {
      const entry = entries[at]!;
      const number = entry < 0 ? Number.NaN : numbers[entry]!;
      if (Number.isNaN(number)) continue;
      if (number < this.last) this.rises = false;
      else if (number > this.last) this.falls = false;
      else if (number === this.last) this.isStrict = false;
      this.last = number;
    }
  }
}
