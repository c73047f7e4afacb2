import type { TextChunk } from '../columnar/text-chunk';
import type { ValueWords } from '../profile/values/classify-value';
import { ValueTable } from '../profile/values/value-table';

/** Values and cells of a table of neighbours at the most. */
const [mostNeighbours, mostCells] = [16_384, 2 ** 20] as const;

/** The values of some neighbouring cells, few enough to lie in a processor's cache. */
export class Neighbours {
  readonly table: ValueTable;
  /** The row in which each entry stands first. */
  readonly firstRows: Uint32Array;
  private readonly capacity: number;

  constructor(capacity: number, words: ValueWords) {
    this.capacity = Math.min(capacity, mostNeighbours);
    this.table = new ValueTable(this.capacity, words, mostCells, 0);
    this.firstRows = new Uint32Array(this.capacity);
  }

  hasRoom(cells: number): boolean {
    return this.table.size + cells <= this.capacity && this.table.rows + cells <= mostCells;
  }

  add(chunk: TextChunk, firstRow: number, entries: Int32Array): void {
    let known = this.table.size;
    this.table.add(chunk, entries);
    // Entries are numbered in the order in which they come.
    for (let at = 0; at < chunk.length; at += 1) if (entries[at] === known) this.firstRows[known++] = firstRow + at;
  }
}
