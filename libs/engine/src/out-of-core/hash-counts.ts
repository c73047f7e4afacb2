import { hashKey, KeyTable } from '../profile/values/key-table';

/** How often each of some hashes of three words comes. It grows with how many differ, however often they come. */
export class HashCounts {
  private table: KeyTable;
  private cells: Uint32Array;

  /** @param expected how many may differ; more are taken, too */
  constructor(private expected: number) {
    this.table = new KeyTable(expected);
    this.cells = new Uint32Array(expected);
  }

  reset(): void {
    this.table.reset();
    this.cells.fill(0);
  }

  /** Of each that differs, in the order in which they came first. */
  get counts(): Uint32Array {
    return this.cells.subarray(0, this.table.size);
  }

  /** @returns whether it came before */
  add(h0: number, h1: number, h2: number): boolean {
    if (this.table.size === this.expected) this.grow();
    const found = this.table.find(hashKey(h0, h1, h2, 0), h0, h1, h2, 0);
    this.cells[found < 0 ? ~found : found]! += 1;
    return found >= 0;
  }

  private grow(): void {
    const { words, size } = this.table;
    this.expected *= 2;
    this.table = new KeyTable(this.expected);
    for (let at = 0; at < size * 4; at += 4) {
      const [h0, h1, h2] = [words[at]!, words[at + 1]!, words[at + 2]!];
      this.table.find(hashKey(h0, h1, h2, 0), h0, h1, h2, 0);
    }
    const cells = new Uint32Array(this.expected);
    cells.set(this.cells);
    this.cells = cells;
  }
}
