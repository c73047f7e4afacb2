import type { TextChunk } from '../columnar/text-chunk';
import type { SpillFile, SpillFolder } from './spill-folder';

const blockBytes = 64 * 1024;
const blockCells = 2048;
/** Shorter texts are copied byte by byte, which is faster than asking for a copy. */
const shortBytes = 24;

/** Cells of one part, in order of rows. */
export interface CellBlock {
  readonly chunk: TextChunk;
  /** The row of each cell. */
  readonly rows: Uint32Array;
}

class Part {
  readonly file: SpillFile;
  private readonly rows = new Uint32Array(blockCells);
  private readonly ends = new Int32Array(blockCells);
  private data = new Uint8Array(blockBytes);
  private cells = 0;
  private bytes = 0;

  constructor(folder: SpillFolder) {
    this.file = folder.create();
  }

  add(row: number, source: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (this.cells === blockCells || this.bytes + length > this.data.length) this.flush();
    if (length > this.data.length) this.data = new Uint8Array(length);
    const { data } = this;
    if (length <= shortBytes) for (let at = start, to = this.bytes; at < end; at += 1, to += 1) data[to] = source[at]!;
    else data.set(source.subarray(start, end), this.bytes);
    this.bytes += length;
    this.rows[this.cells] = row;
    this.ends[this.cells] = this.bytes;
    this.cells += 1;
  }

  flush(): void {
    const { cells, bytes } = this;
    if (cells === 0) return;
    const head = Int32Array.of(cells, bytes);
    this.file.append(head, this.rows.subarray(0, cells), this.ends.subarray(0, cells), this.data.subarray(0, bytes));
    this.cells = this.bytes = 0;
    if (this.data.length > blockBytes) this.data = new Uint8Array(blockBytes);
  }

  /** A block is good until the next. */
  *blocks(): Generator<CellBlock> {
    const head = new Int32Array(2);
    const places = new Int32Array(2 * blockCells);
    let memory = new ArrayBuffer(blockCells * 8 + blockBytes);
    for (let at = 0; at < this.file.length;) {
      this.file.read(head, at);
      const [cells, bytes] = [head[0]!, head[1]!];
      if (memory.byteLength < cells * 8 + bytes) memory = new ArrayBuffer(cells * 8 + bytes);
      const body = new Uint8Array(memory, 0, cells * 8 + bytes);
      this.file.read(body, at + 8);
      at += 8 + body.length;
      const ends = new Int32Array(memory, cells * 4, cells);
      for (let cell = 0; cell < cells; cell += 1) {
        places[2 * cell] = cell === 0 ? 0 : ends[cell - 1]!;
        places[2 * cell + 1] = ends[cell]!;
      }
      yield {
        chunk: { length: cells, places, data: body.subarray(cells * 8), codes: null, dictionary: null },
        rows: new Uint32Array(memory, 0, cells),
      };
    }
  }
}

/** The cells of one column on disk, in parts by a hash of their texts: all cells of a text are in one part. */
export class PartitionedCells {
  private readonly parts: Part[];

  constructor(folder: SpillFolder, parts: number) {
    this.parts = Array.from({ length: parts }, () => new Part(folder));
  }

  /** @param hash of the cell's text, all of its 32 bits as good as any other */
  add(hash: number, row: number, source: Uint8Array, start: number, end: number): void {
    this.parts[(hash >>> 0) % this.parts.length]!.add(row, source, start, end);
  }

  /** Each part's blocks once; its room on the disk is free again once it is gone through. */
  *eachPart(): Generator<Generator<CellBlock>> {
    for (const part of this.parts) {
      part.flush();
      yield part.blocks();
      part.file.close();
    }
  }
}
