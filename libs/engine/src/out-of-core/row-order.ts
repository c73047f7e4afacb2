import type { ValueTable } from '../profile/values/value-table';
import type { RowOrder } from './number-metrics';

/** Whether the numbers and dates of a column rise or fall in order of rows, from what tables of neighbouring cells say one after another. */
export class OrderOfTables implements RowOrder {
  rises = true;
  falls = true;
  isStrict = true;
  private before = Number.NaN;
  private last = Number.NaN;

  /** Sees the entries of the cells that come next, in the order of rows. */
  see({ numbers }: ValueTable, entries: Int32Array, length: number): void {
    if (!this.rises && !this.falls) return;
    for (let at = length - 1; at >= 0; at -= 1) {
      const entry = entries[at]!;
      if (entry < 0 || Number.isNaN(numbers[entry]!)) continue;
      this.last = numbers[entry]!;
      return;
    }
  }

  /** Takes the table of all cells that were seen since the last one. */
  take({ numbers, size, rises, falls, isStrict }: ValueTable): void {
    if (!this.rises && !this.falls) return;
    let first = 0;
    while (first < size && Number.isNaN(numbers[first]!)) first += 1;
    if (first === size) return;
    const number = numbers[first]!;
    this.rises &&= rises && !(number < this.before);
    this.falls &&= falls && !(number > this.before);
    this.isStrict &&= isStrict && number !== this.before;
    this.before = this.last;
  }
}
