import type { GroupSizes } from '../pii/group-sizes';
import { groupSizes } from '../pii/group-sizes';
import { RowHashes } from '../profile/row-hashes';
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

  /** All of its rows, in order. */
  take(): { readonly hashes: RowHashes; readonly rows: Uint32Array } {
    this.flush();
    const records = new Int32Array(this.file.length / 4);
    this.file.read(records, 0);
    this.file.close();
    const count = records.length / recordWords;
    const hashes = new RowHashes(count);
    const rows = new Uint32Array(count);
    for (let record = 0; record < count; record += 1) {
      const from = record * recordWords;
      const to = record * words;
      hashes.words[to] = records[from]!;
      hashes.words[to + 1] = records[from + 1]!;
      hashes.words[to + 2] = records[from + 2]!;
      rows[record] = records[from + words]!;
    }
    return { hashes, rows };
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

  /** @param rowsInPart rows that are looked at together in memory, about 40 bytes each */
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

  /** Rows by their hashes, in parts: equal ones are in the same part. What was mixed is gone then. */
  private *parts(): Generator<ReturnType<RecordPart['take']>> {
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
    for (const part of parts) yield part.take();
  }

  /** As `RowHashes.repeats`. */
  repeats(most: number): { readonly count: number; readonly firstRows: number[] } {
    let count = 0;
    const found: number[] = [];
    for (const { hashes, rows } of this.parts()) {
      const { count: own, firstRows } = hashes.repeats(most);
      count += own;
      found.push(...firstRows.map((at) => rows[at]!));
    }
    return { count, firstRows: found.toSorted((a, b) => a - b).slice(0, most) };
  }

  /** How many rows share a hash with others. */
  groups(): GroupSizes {
    let [smallest, alone, belowFive] = [this.rows, 0, 0];
    for (const { hashes } of this.parts()) {
      if (hashes.rows === 0) continue;
      const own = groupSizes(hashes.words);
      smallest = Math.min(smallest, own.smallest);
      alone += own.alone;
      belowFive += own.belowFive;
    }
    return { smallest, alone, belowFive };
  }
}
