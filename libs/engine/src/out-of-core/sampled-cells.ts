import type { TextChunk } from '../columnar/text-chunk';
import { valueWords, type ValueWords } from '../profile/values/classify-value';
import { ValueTable } from '../profile/values/value-table';

/** The cells of a column in the rows that are looked at together: a table of their distinct values, and which entry each is. */
export class SampledCells {
  readonly table: ValueTable;
  private next = 0;
  private entries = new Int32Array(1024);

  /** @param rows ascending */
  constructor(
    private readonly rows: Uint32Array,
    words: ValueWords = valueWords(undefined),
  ) {
    this.table = new ValueTable(rows.length, words);
  }

  reset(): void {
    this.table.reset();
    this.next = 0;
  }

  /** Takes the sampled ones of some cells, and puts their entries in place of what stands in `entries`. */
  add({ length, places, data }: TextChunk, firstRow: number, entries: Int32Array): void {
    const { rows } = this;
    const from = this.next;
    while (this.next < rows.length && rows[this.next]! < firstRow + length) this.next += 1;
    const count = this.next - from;
    if (count === 0) return;
    if (count > this.entries.length) this.entries = new Int32Array(count);
    const own = new Int32Array(2 * count);
    for (let at = 0; at < count; at += 1) {
      const place = (rows[from + at]! - firstRow) * 2;
      own[2 * at] = places[place]!;
      own[2 * at + 1] = places[place + 1]!;
    }
    this.table.add({ length: count, places: own, data, codes: null, dictionary: null }, this.entries);
    for (let at = 0; at < count; at += 1) entries[rows[from + at]! - firstRow] = this.entries[at]!;
  }
}
