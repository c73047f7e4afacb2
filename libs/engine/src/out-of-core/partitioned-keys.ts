import { hashKey } from '../profile/values/key-table';
import type { SpillFile, SpillFolder } from './spill-folder';

/** Words of a record: a key of four, the row in which its text stands first among some cells, and how many of them it has, twice, and one where it is a token. */
export const keyRecordWords = 6;
/** Bytes that all parts may hold before they are written, and records that one holds at most and at least. */
const [bufferedBytes, mostBuffered, leastBuffered] = [8 * 1024 * 1024, 1024, 64] as const;
const wordBytes = 4;

interface Part {
  readonly buffer: Int32Array;
  /** Words in the buffer. */
  length: number;
  /** Where its full buffers lie in the file. */
  readonly blocks: number[];
}

/** Keys of texts with their cells on disk, in parts by a hash: all records of a text are in one part, in order of rows. */
export class PartitionedKeys {
  private readonly file: SpillFile;
  private readonly parts: readonly Part[];

  constructor(folder: SpillFolder, parts: number) {
    this.file = folder.create();
    const fitting = Math.floor(bufferedBytes / (parts * keyRecordWords * wordBytes));
    const records = Math.max(leastBuffered, Math.min(mostBuffered, fitting));
    this.parts = Array.from({ length: parts }, () => ({ buffer: new Int32Array(records * keyRecordWords), length: 0, blocks: [] }));
  }

  /** Records of the largest part. */
  get largest(): number {
    const wordsOf = ({ buffer, length, blocks }: Part) => blocks.length * buffer.length + length;
    return Math.max(...this.parts.map(wordsOf)) / keyRecordWords;
  }

  /** @param keys four words from `at` on */
  add(keys: Int32Array, at: number, row: number, cells: number, isToken: boolean): void {
    const k0 = keys[at]!;
    const k1 = keys[at + 1]!;
    const k2 = keys[at + 2]!;
    const k3 = keys[at + 3]!;
    const part = this.parts[(hashKey(k0, k1, k2, k3) >>> 0) % this.parts.length]!;
    const { buffer, length } = part;
    buffer[length] = k0;
    buffer[length + 1] = k1;
    buffer[length + 2] = k2;
    buffer[length + 3] = k3;
    buffer[length + 4] = row | 0;
    buffer[length + 5] = (cells << 1) | (isToken ? 1 : 0);
    part.length += keyRecordWords;
    if (part.length < buffer.length) return;
    part.blocks.push(this.file.length);
    this.file.append(buffer);
    part.length = 0;
  }

  /** The records of each part, once and good until the next; the file is gone then. */
  *eachPart(): Generator<Int32Array> {
    const records = new Int32Array(this.largest * keyRecordWords);
    for (const { buffer, length, blocks } of this.parts) {
      for (const [block, at] of blocks.entries()) this.file.read(records.subarray(block * buffer.length, (block + 1) * buffer.length), at);
      const full = blocks.length * buffer.length;
      records.set(buffer.subarray(0, length), full);
      yield records.subarray(0, full + length);
    }
    this.file.close();
  }
}
