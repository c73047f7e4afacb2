/** Whether two sampled rows agree in some columns: exact, by their codes, and done with the first two that do. */
export class SampleRepeats {
  /** A row's number plus what is counted up from search to search, so that nothing has to be cleared; less is an empty slot. */
  private readonly slots: Uint32Array;
  private base = 0;
  /** Cells that were looked at, in all searches. */
  cellsSeen = 0;

  constructor(private readonly rows: number) {
    let size = 16;
    while (size < rows * 2) size *= 2;
    this.slots = new Uint32Array(size);
  }

  /** @param columns codes of each column in the sampled rows */
  has(columns: readonly Int32Array[]): boolean {
    const { slots, rows } = this;
    const mask = slots.length - 1;
    if (this.base + rows * 2 > 0xffffffff) {
      slots.fill(0);
      this.base = 0;
    }
    const base = this.base + 1;
    this.base += rows;
    for (let row = 0; row < rows; row += 1) {
      let hash = 0;
      for (let at = 0; at < columns.length; at += 1) {
        hash = Math.imul(hash ^ columns[at]![row]!, 0x9e3779b1 | 0);
        hash ^= hash >>> 15;
      }
      let slot = hash & mask;
      for (; slots[slot]! >= base; slot = (slot + 1) & mask) {
        if (!this.agree(columns, slots[slot]! - base, row)) continue;
        this.cellsSeen += (row + 1) * columns.length;
        return true;
      }
      slots[slot] = row + base;
    }
    this.cellsSeen += rows * columns.length;
    return false;
  }

  private agree(columns: readonly Int32Array[], a: number, b: number): boolean {
    for (let at = 0; at < columns.length; at += 1) if (columns[at]![a] !== columns[at]![b]) return false;
    return true;
  }
}
