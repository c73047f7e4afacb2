import { rowSlots } from './row-slots';

/** 96 bits of a hash for each row, mixed column by column: equal for rows that are equal in every cell, and by all odds for no others. */
export class RowHashes {
  /** Three words a row. */
  readonly words: Int32Array;

  constructor(readonly rows: number) {
    this.words = new Int32Array(rows * 3);
  }

  clear(): void {
    this.words.fill(0);
  }

  /**
   * The rows that repeat an earlier one: how many, and the first few.
   * @param memory that nobody uses meanwhile, see `rowSlots`
   */
  repeats(most: number, memory?: ArrayBuffer): { readonly count: number; readonly firstRows: number[] } {
    const { words, rows } = this;
    const slots = rowSlots(rows, memory);
    const size = slots.length;
    const firstRows: number[] = [];
    let count = 0;
    for (let row = 0; row < rows; row += 1) {
      const at = row * 3;
      let slot = (words[at]! ^ (words[at + 1]! >>> 7)) & (size - 1);
      for (; slots[slot] !== 0; slot = (slot + 1) & (size - 1)) {
        const other = (slots[slot]! - 1) * 3;
        if (words[other] === words[at] && words[other + 1] === words[at + 1] && words[other + 2] === words[at + 2]) break;
      }
      if (slots[slot] === 0) slots[slot] = row + 1;
      else {
        count += 1;
        if (firstRows.length < most) firstRows.push(row);
      }
    }
    return { count, firstRows };
  }
}
