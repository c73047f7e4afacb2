import type { ColumnProfile } from '@millrace/contracts';
import type { TextReader } from '../columnar/text-reader';
import { classCode } from '../profile/values/classify-value';
import { unpackDate } from '../profile/values/parse-date';
import { sortNumbers } from '../profile/statistics/sort-numbers';
import type { ValueTable } from '../profile/values/value-table';

export type Side = 'before' | 'after';
export const sides = ['before', 'after'] as const;

/**
 * A column of two tables in one table of distinct values, so that equal texts are one entry. Valid until the table of values is reset.
 */
export class BothColumns {
  private constructor(
    readonly table: ValueTable,
    /** Entry of each cell of a side, -1 where it is absent. */
    readonly entries: Readonly<Record<Side, Int32Array>>,
    /** Cells by entry. */
    readonly counts: Readonly<Record<Side, Uint32Array>>,
    private readonly readers: Readonly<Record<Side, TextReader>>,
    private readonly columns: Readonly<Record<Side, ColumnProfile>>,
  ) {}

  /** @param table with room for the rows of both */
  static async read(
    table: ValueTable,
    readers: Readonly<Record<Side, TextReader>>,
    columns: Readonly<Record<Side, ColumnProfile>>,
    entries: Readonly<Record<Side, Int32Array>>,
  ): Promise<BothColumns> {
    table.reset();
    const add = async (side: Side) => {
      const { position } = columns[side];
      for await (const { firstRow, chunk } of readers[side].column(position))
        table.add(chunk, entries[side].subarray(firstRow, firstRow + chunk.length));
    };
    await add('before');
    const before = table.counts.slice(0, table.size);
    await add('after');
    const after = table.counts.slice(0, table.size).map((count, entry) => count - (before[entry] ?? 0));
    const padded = new Uint32Array(table.size);
    padded.set(before);
    return new BothColumns(table, entries, { before: padded, after }, readers, columns);
  }

  isToken(entry: number): boolean {
    return this.table.classes[entry] === classCode.nullToken;
  }

  /** Text of an entry; one that the table does not hold is read where it stands first. */
  textOf(entry: number): string {
    const known = this.table.textOf(entry);
    if (known !== undefined) return known;
    const row = this.table.firstRowOf(entry);
    const { before, after } = this.readers;
    const text =
      row < before.rows ? before.cellAt(row, this.columns.before.position) : after.cellAt(row - before.rows, this.columns.after.position);
    return text ?? '';
  }

  /** Finite numbers of a side, ascending; times, each by its own table's order of day and month, as milliseconds since 1970 UTC. */
  numbers(side: Side, basis: 'numbers' | 'times'): Float64Array<ArrayBuffer> {
    const { classes, numbers, size } = this.table;
    const counts = this.counts[side];
    const order = this.columns[side].evidence.dateOrder ?? 'dayFirst';
    const isWanted = (code: number) =>
      basis === 'numbers'
        ? code === classCode.integer || code === classCode.decimal
        : code === classCode.date ||
          code === classCode.timestamp ||
          code === classCode.ambiguousDate ||
          code === (order === 'dayFirst' ? classCode.dayFirstDate : classCode.monthFirstDate);
    const isWritten = (code: number) => code >= classCode.ambiguousDate && code <= classCode.monthFirstDate;
    const found = new Float64Array(counts.reduce((sum, count, entry) => sum + (isWanted(classes[entry]!) ? count : 0), 0));
    let at = 0;
    for (let entry = 0; entry < size; entry += 1) {
      const code = classes[entry]!;
      const count = counts[entry]!;
      if (count === 0 || !isWanted(code)) continue;
      const number = isWritten(code) ? unpackDate(numbers[entry]!, order) : numbers[entry]!;
      if (!Number.isFinite(number)) continue;
      found.fill(number, at, at + count);
      at += count;
    }
    return sortNumbers(found.slice(0, at));
  }
}
