/** Which rows break a rule, one bit for each. */
export class MarkedRows {
  private readonly bits: Uint8Array;
  count = 0;

  constructor(rows: number) {
    this.bits = new Uint8Array(Math.ceil(rows / 8));
  }

  mark(row: number): void {
    this.bits[row >>> 3]! |= 1 << (row & 7);
    this.count += 1;
  }

  has(row: number): boolean {
    return ((this.bits[row >>> 3]! >>> (row & 7)) & 1) === 1;
  }
}
