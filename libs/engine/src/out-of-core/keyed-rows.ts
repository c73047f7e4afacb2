import type { SpillFile, SpillFolder } from './spill-folder';

/** Words of a row on disk: the row, three of its key, whether there is another value, and two of a hash of that. */
export const recordWords = 7;
const recordsInBlock = 2048;

interface Part {
  readonly file: SpillFile;
  readonly buffer: Int32Array;
  length: number;
}

/** Rows that lie together on disk. */
export interface KeyedPart {
  readonly rows: number;
  /** Its records in their order, some at a time, in memory that the next ones take over; as often as wanted until the next part. */
  readonly blocks: () => Iterable<Int32Array>;
}

function* blocksOf({ file, buffer }: Part): Generator<Int32Array> {
  const words = file.length / 4;
  for (let at = 0; at < words; at += buffer.length) {
    const block = buffer.subarray(0, Math.min(buffer.length, words - at));
    file.read(block, at * 4);
    yield block;
  }
}

/** Rows as hashes on disk, in parts by their keys: rows of equal keys are in the same part, in their order. */
export class KeyedRows {
  private readonly all: readonly Part[];

  constructor(folder: SpillFolder, parts: number) {
    this.all = Array.from({ length: parts }, () => ({
      file: folder.create(),
      buffer: new Int32Array(recordsInBlock * recordWords),
      length: 0,
    }));
  }

  /** @param key three words @param other as many, of a value that is looked at beside it; null where there is none */
  add(row: number, key: Int32Array, other: Int32Array | null): void {
    const part = this.all[((key[0]! ^ (key[1]! >>> 5)) >>> 0) % this.all.length]!;
    const { buffer, length } = part;
    buffer[length] = row | 0;
    buffer[length + 1] = key[0]!;
    buffer[length + 2] = key[1]!;
    buffer[length + 3] = key[2]!;
    buffer[length + 4] = other === null ? 0 : 1;
    buffer[length + 5] = other === null ? 0 : other[0]!;
    buffer[length + 6] = other === null ? 0 : other[1]!;
    part.length += recordWords;
    if (part.length === buffer.length) this.flush(part);
  }

  private flush(part: Part): void {
    part.file.append(part.buffer.subarray(0, part.length));
    part.length = 0;
  }

  /** Each part, once; what it took of the disk is free again when the next is asked for. A part may be long: many rows may have one key. */
  *parts(): Generator<KeyedPart> {
    for (const part of this.all) {
      this.flush(part);
      yield { rows: part.file.length / 4 / recordWords, blocks: () => blocksOf(part) };
      part.file.close();
    }
  }
}
