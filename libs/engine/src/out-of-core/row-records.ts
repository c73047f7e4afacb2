import type { GroupSizes } from '../pii/group-sizes';
import { sizesOf } from '../pii/group-sizes';
import { HashCounts } from './hash-counts';
import { FirstFew } from './ranked-values';
import type { SpillFile, SpillFolder } from './spill-folder';

const words = 3;
const bytesPerRow = words * 4;
const rowsAtOnce = 65_536;
const recordWords = 4;
const recordsInBlock = 4096;

/** Hashes of rows on their way to the part that they belong to. */
class RecordPart {
  private readonly buffer = new Int32Array(recordsInBlock * recordWords);
  private length = 0;

  constructor(readonly file: SpillFile) {}

  add(hashes: Int32Array, at: number, row: number): void {
    const { buffer, length } = this;
    buffer[length] = hashes[at]!;
    buffer[length + 1] = hashes[at + 1]!;
    buffer[length + 2] = hashes[at + 2]!;
    buffer[length + 3] = row | 0;
    this.length += recordWords;
    if (this.length === buffer.length) this.flush();
  }

  private flush(): void {
    this.file.append(this.buffer.subarray(0, this.length));
    this.length = 0;
  }

  /** Its records in order of rows, some at a time, each good until the next; the file is gone then. */
  *records(): Generator<Int32Array> {
    const { file, buffer, length } = this;
    const kept = buffer.slice(0, length);
    const recordBytes = recordWords * 4;
    for (let at = 0; at < file.length; at += recordsInBlock * recordBytes) {
      const block = buffer.subarray(0, Math.min(buffer.length, (file.length - at) / 4));
      file.read(block, at);
      yield block;
    }
    file.close();
    yield kept;
  }
}

/** Memory for the hashes of all rows, where a job has so much: whoever asks first has it until it is given back. */
export class RowMemory {
  private isLent = false;
  private memory: Int32Array | null = null;

  /** @param mostBytes that it may take; twelve for each row are needed */
  constructor(private readonly mostBytes: number) {}

  /** Bytes that it takes for so many rows: none where they do not fit. */
  wanted(rows: number): number {
    return rows * bytesPerRow > this.mostBytes ? 0 : rows * bytesPerRow;
  }

  /** Twelve bytes of zeros for each row, or null. */
  borrow(rows: number): Int32Array | null {
    if (this.isLent || rows * bytesPerRow > this.mostBytes) return null;
    this.isLent = true;
    this.memory ??= new Int32Array(rows * words);
    return this.memory.fill(0);
  }

  giveBack(): void {
    this.isLent = false;
  }
}

/**
 * 96 bits of a hash for each row, as `RowHashes`, mixed column by column: in memory where all of them fit what is to be had, else on disk,
 * through a window of neighbouring rows.
 */
export class RowRecords {
  private readonly held: Int32Array | null;
  private readonly file: SpillFile | null;
  private buffer = new Int32Array(0);

  /** @param rowsInPart rows that are looked at together, where they differ; about 40 bytes each */
  constructor(
    private readonly folder: SpillFolder,
    readonly rows: number,
    private readonly rowsInPart: number,
    private readonly memory: RowMemory,
  ) {
    this.held = memory.borrow(rows);
    this.file = this.held === null ? folder.create() : null;
    if (this.file === null) return;
    const zeros = new Int32Array(Math.min(rows, rowsAtOnce) * words);
    for (let row = 0; row < rows; row += rowsAtOnce) this.file.append(zeros.subarray(0, Math.min(rowsAtOnce, rows - row) * words));
  }

  /** Changes the hashes of some neighbouring rows, three words each. */
  update(firstRow: number, length: number, change: (hashes: Int32Array) => void): void {
    const window = this.window(firstRow, length);
    change(window);
    this.file?.overwrite(window, firstRow * bytesPerRow);
  }

  private window(firstRow: number, length: number): Int32Array {
    if (this.held) return this.held.subarray(firstRow * words, (firstRow + length) * words);
    if (this.buffer.length < length * words) this.buffer = new Int32Array(length * words);
    const window = this.buffer.subarray(0, length * words);
    this.file!.read(window, firstRow * bytesPerRow);
    return window;
  }

  /**
   * How many rows have each hash, part by part, each good until the next: it takes memory for hashes that differ, not for rows. What was
   * mixed is gone then.
   */
  private *counted(onRepeat: (row: number) => void): Generator<Uint32Array> {
    const count = Math.max(1, Math.ceil(this.rows / this.rowsInPart));
    const parts = Array.from({ length: count }, () => new RecordPart(this.folder.create()));
    for (let row = 0; row < this.rows; row += rowsAtOnce) {
      const here = Math.min(rowsAtOnce, this.rows - row);
      const window = this.window(row, here);
      for (let at = 0; at < here; at += 1)
        parts[((window[at * words]! ^ (window[at * words + 1]! >>> 5)) >>> 0) % count]!.add(window, at * words, row + at);
    }
    this.file?.close();
    if (this.held) this.memory.giveBack();
    const hashes = new HashCounts(Math.min(this.rows, this.rowsInPart) + 1);
    for (const part of parts) {
      hashes.reset();
      for (const records of part.records())
        for (let at = 0; at < records.length; at += recordWords)
          if (hashes.add(records[at]!, records[at + 1]!, records[at + 2]!)) onRepeat(records[at + words]! >>> 0);
      yield hashes.counts;
    }
  }

  /** As `RowHashes.repeats`. */
  repeats(most: number): { readonly count: number; readonly firstRows: number[] } {
    let count = 0;
    const first = new FirstFew(most);
    const parts = this.counted((row) => {
      count += 1;
      first.add(row);
    });
    while (parts.next().done !== true);
    return { count, firstRows: first.rows };
  }

  /** How many rows share a hash with others. */
  groups(): GroupSizes {
    let [smallest, alone, belowFive] = [this.rows, 0, 0];
    for (const counts of this.counted(() => undefined)) {
      const own = sizesOf(counts, this.rows);
      smallest = Math.min(smallest, own.smallest);
      alone += own.alone;
      belowFive += own.belowFive;
    }
    return { smallest, alone, belowFive };
  }
}
