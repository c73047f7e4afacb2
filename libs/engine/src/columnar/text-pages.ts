import { constants, zstdDecompressSync } from 'node:zlib';
import { damagedCopy } from './damaged-copy';
import type { FileWindow } from './file-window';
import { readPageHeader, type PageHeader } from './page-header';
import { readHybrid } from './rle-hybrid';
import type { TextChunk, TextDictionary } from './text-chunk';

interface Dictionary extends TextDictionary {
  readonly data: Uint8Array;
  readonly places: Int32Array;
}

/** What a header takes at the most. */
const headerBytes = 16 * 1024;

/** Writes where each of `count` cells lies whose texts follow one another from `start` on, each after its length. */
const plainPlaces = (data: Uint8Array, start: number, count: number, places: Int32Array, present: Int32Array | null): void => {
  let at = start;
  for (let value = 0; value < count; value += 1) {
    if (present !== null && present[value] === 0) {
      places[value * 2] = -1;
      continue;
    }
    const begin = at + 4;
    at = begin + (data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24));
    if (!(at <= data.length) || at < begin) throw damagedCopy('a text reaches beyond its page');
    places[value * 2] = begin;
    places[value * 2 + 1] = at;
  }
};

const ones = (levels: Int32Array, count: number): number => {
  let sum = 0;
  for (let at = 0; at < count; at += 1) sum += levels[at]!;
  return sum;
};

const decompressed = (stored: Uint8Array, chunkSize: number): Uint8Array => {
  try {
    return zstdDecompressSync(stored, { chunkSize, maxOutputLength: chunkSize });
  } catch (error) {
    throw damagedCopy(error instanceof Error ? error.message : 'a page cannot be decompressed');
  }
};

/**
 * Takes memory back at once. The collector sees a page as a small object: it would let many lie, and look through the whole heap for them.
 * Small ones may share their memory with others.
 */
const free = ({ buffer, byteLength }: Uint8Array): void => {
  if ('transfer' in buffer && byteLength > Buffer.poolSize) buffer.transfer(0);
};

// The first buffer that a process frees so throws away all code that V8 has compiled on the assumption that none is: it is freed here.
new ArrayBuffer(8).transfer(0);

/**
 * Reads the pages of column chunks whose cells are texts or absent, as a working copy has them. The memory of the cells' places is used
 * again: a chunk is good until the next.
 */
export class TextPages {
  private places = new Int32Array(0);
  private codes = new Int32Array(0);
  private levels = new Int32Array(0);
  /** Bytes that were made since the last look, for whoever gives their memory back. */
  madeBytes = 0;
  /** What the last page and the last dictionary lie in. */
  private page: Uint8Array | null = null;
  private texts: Dictionary | null = null;

  constructor(private readonly isCompressed: boolean) {}

  /** Gives back the memory of the last page: of its chunk, nothing is good any more. What belongs to a dictionary stays. */
  freePage(): void {
    if (this.page !== null) free(this.page);
    this.page = null;
  }

  /** Gives back the memory of the last dictionary, and with it of every chunk that has it. */
  freeDictionary(): void {
    if (this.texts !== null) free(this.texts.data);
    this.texts = null;
  }

  /**
   * @param rows cells of the column chunk
   * @param isWanted which pages are decoded, by their first row in the column chunk and their number of rows; of others nothing comes
   */
  *read(window: FileWindow, rows: number, isWanted: (firstRow: number, length: number) => boolean = () => true): Generator<TextChunk> {
    let dictionary: Dictionary | null = null;
    for (let row = 0; row < rows;) {
      const header = readPageHeader(window.peek(headerBytes));
      window.take(header.headerBytes);
      const stored = window.take(header.storedBytes);
      if (header.kind === 'dictionary') dictionary = this.texts = this.dictionary(header, stored);
      else {
        if (isWanted(row, header.values)) yield this.chunk(header, stored, dictionary);
        row += header.values;
      }
    }
  }

  private dictionary({ bytes, values }: PageHeader, stored: Uint8Array): Dictionary {
    const data = this.decompress(stored, bytes);
    const places = new Int32Array(values * 2);
    plainPlaces(data, 0, values, places, null);
    return { size: values, data, places };
  }

  private chunk(header: PageHeader, stored: Uint8Array, dictionary: Dictionary | null): TextChunk {
    const { values, levelBytes, isCompressed } = header;
    this.makeRoom(values);
    let [data, start, present] = [stored, 0, null as Int32Array | null];
    if (levelBytes === null) {
      data = this.decompress(stored, header.bytes);
      const bytes = new DataView(data.buffer, data.byteOffset, 4).getUint32(0, true);
      start = 4 + bytes;
      present = this.presence(data.subarray(4, start), values);
    } else {
      present = this.presence(stored.subarray(0, levelBytes), values);
      const rest = stored.subarray(levelBytes);
      data = isCompressed ? this.decompress(rest, header.bytes - levelBytes) : new Uint8Array(rest);
    }
    this.page = data;
    if (header.encoding === 'plain') {
      plainPlaces(data, start, values, this.places, present);
      return { length: values, places: this.places, data, codes: null, dictionary: null };
    }
    if (dictionary === null) throw damagedCopy('a page has no dictionary');
    this.readCodes(data, start, values, present, dictionary);
    return { length: values, places: this.places, data: dictionary.data, codes: this.codes, dictionary };
  }

  private readCodes(data: Uint8Array, start: number, values: number, present: Int32Array | null, dictionary: Dictionary): void {
    const { codes, places } = this;
    const there = present === null ? values : ones(present, values);
    if (there > 0) readHybrid(data, start + 1, data[start]!, there, codes);
    if (present !== null) for (let at = values - 1, from = there - 1; at >= 0; at -= 1) codes[at] = present[at] === 0 ? -1 : codes[from--]!;
    for (let at = 0; at < values; at += 1) {
      const code = codes[at]!;
      if (code >= dictionary.size) throw damagedCopy('a number has no text');
      places[at * 2] = code < 0 ? -1 : dictionary.places[code * 2]!;
      places[at * 2 + 1] = code < 0 ? 0 : dictionary.places[code * 2 + 1]!;
    }
  }

  /** Which cells are there; null where all are. */
  private presence(levels: Uint8Array, values: number): Int32Array | null {
    readHybrid(levels, 0, 1, values, this.levels);
    for (let at = 0; at < values; at += 1) if (this.levels[at] === 0) return this.levels;
    return null;
  }

  private decompress(stored: Uint8Array, bytes: number): Uint8Array {
    this.madeBytes += bytes;
    if (!this.isCompressed) return new Uint8Array(stored);
    if (bytes === 0) return new Uint8Array(0);
    // A byte more than there is, for it to end in one go.
    const chunkSize = Math.max(constants.Z_MIN_CHUNK, bytes + 1);
    const data = decompressed(stored, chunkSize);
    if (data.length !== bytes) throw damagedCopy('a page is of another length than it says');
    return data;
  }

  private makeRoom(values: number): void {
    if (this.levels.length >= values) return;
    this.places = new Int32Array(values * 2);
    this.codes = new Int32Array(values);
    this.levels = new Int32Array(values);
  }
}
