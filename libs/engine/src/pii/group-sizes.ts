import { rowSlots } from '../profile/row-slots';

/** How many rows share the values of all columns that were mixed into their hashes. */
export interface GroupSizes {
  readonly smallest: number;
  /** Rows that no other row shares all values with. */
  readonly alone: number;
  /** Rows in groups of fewer than five. */
  readonly belowFive: number;
}

const few = 5;

/** Of groups with so many rows each; those of none do not count. @param rows of all groups */
export const sizesOf = (counts: Uint32Array, rows: number): GroupSizes => {
  let [smallest, alone, belowFive] = [rows, 0, 0];
  // By number: an iterator makes an object of each.
  for (let group = 0; group < counts.length; group += 1) {
    const count = counts[group] ?? 0;
    if (count === 0) continue;
    smallest = Math.min(smallest, count);
    if (count === 1) alone += 1;
    if (count < few) belowFive += count;
  }
  return { smallest, alone, belowFive };
};

/**
 * @param words three words of a hash for each row
 * @param memory sixteen bytes for each row that nobody uses meanwhile
 */
export const groupSizes = (words: Int32Array, memory?: ArrayBuffer): GroupSizes => {
  const rows = words.length / 3;
  const slots = rowSlots(rows, memory);
  const size = slots.length;
  const isRoom = memory !== undefined && slots.buffer === memory && memory.byteLength >= (size + rows) * 4;
  /** By the first row of each group. */
  const counts = isRoom ? new Uint32Array(memory, size * 4, rows).fill(0) : new Uint32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const at = row * 3;
    let slot = ((words[at] ?? 0) ^ ((words[at + 1] ?? 0) >>> 7)) & (size - 1);
    let first = row;
    for (let held = slots[slot] ?? 0; held !== 0; held = slots[slot] ?? 0) {
      const other = (held - 1) * 3;
      if (words[other] === words[at] && words[other + 1] === words[at + 1] && words[other + 2] === words[at + 2]) {
        first = held - 1;
        break;
      }
      slot = (slot + 1) & (size - 1);
    }
    if (first === row) slots[slot] = row + 1;
    counts[first] = (counts[first] ?? 0) + 1;
  }
  return sizesOf(counts, rows);
};
