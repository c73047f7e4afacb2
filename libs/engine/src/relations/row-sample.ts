import type { ColumnView } from '../profile/column-view';
import { classCode } from '../profile/values/classify-value';

/** The cells of one column in the sampled rows. */
export interface SampledColumn {
  readonly position: number;
  /** Equal numbers for equal texts; -1 where the cell is absent. */
  readonly codes: Int32Array;
}

/** A number whose bits depend on all bits of another. */
const scrambled = (x: number): number => {
  let hash = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b | 0);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/**
 * Rows spread evenly over a table: it is cut into as many blocks of neighbouring rows as are wanted, and one row is taken of each, at a
 * place that depends on the block's number alone. The same table gives the same rows; a pattern that repeats every so many rows does no
 * harm. A table of fewer rows is taken whole.
 */
export class RowSample {
  /** 0-based, ascending. */
  readonly rows: Uint32Array;
  private codes: Int32Array;
  private taken = 0;

  constructor(
    readonly tableRows: number,
    most: number,
  ) {
    const block = Math.max(1, Math.ceil(tableRows / Math.max(1, most)));
    const size = Math.ceil(tableRows / block);
    this.rows = Uint32Array.from({ length: size }, (_, at) => {
      const start = at * block;
      return start + (scrambled(at) % Math.min(block, tableRows - start));
    });
    this.codes = new Int32Array(size);
  }

  get isWhole(): boolean {
    return this.rows.length === this.tableRows;
  }

  /** Takes the sampled ones of some neighbouring cells of a column. */
  add(firstRow: number, entries: Int32Array, length: number): void {
    const { rows, codes } = this;
    let at = firstRow === 0 ? 0 : this.taken;
    for (const end = firstRow + length; at < rows.length && rows[at]! < end; at += 1) codes[at] = entries[rows[at]! - firstRow]!;
    this.taken = at;
  }

  /** The column whose cells were added since the last time. */
  take(position: number, { table: { classes } }: ColumnView): SampledColumn {
    const { codes } = this;
    for (let at = 0; at < codes.length; at += 1) if (codes[at]! >= 0 && classes[codes[at]!] === classCode.nullToken) codes[at] = -1;
    this.codes = new Int32Array(codes.length);
    return { position, codes };
  }
}
