/** Whether two sampled rows agree in some columns: exact, by their codes, and done with the first two that do. */
export class SampleRepeats {
  /** A row's number plus one, or 0. */
  private readonly slots: Uint32Array;

  constructor(private readonly rows: number) {
    let size = 16;
    while (size < rows * 2) size *= 2;
    this.slots = new Uint32Array(size);
  }

  /** @param columns codes of each column in the sampled rows */
  has(columns: readonly Int32Array[]): boolean {
    const { slots, rows } = this;
    const mask = slots.length - 1;
    slots.fill(0);
    for (let row = 0; row < rows; row += 1) {
      let hash = 0;
      for (const codes of columns) {
        hash = Math.imul(hash ^ codes[row]!, 0x9e3779b1 | 0);
        hash ^= hash >>> 15;
      }
      let slot = hash & mask;
      for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
        const other = slots[slot]! - 1;
        if (columns.every((codes) => codes[other] === codes[row])) return true;
      }
      slots[slot] = row + 1;
    }
    return false;
  }
}
