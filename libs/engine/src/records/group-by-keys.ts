import type { CodedColumn } from '../relations/coded-column';

/** Rows that have the same in every column, two or more; a row that lacks one of them is in no group. */
export const groupByKeys = (columns: readonly CodedColumn[], rows: number): number[][] => {
  const groups = new Map<string, number[]>();
  for (let row = 0; row < rows; row += 1) {
    const codes = columns.map((column) => {
      const code = column.codes[row] ?? -1;
      return code < 0 || column.values[code]?.trim() === '' ? -1 : code;
    });
    if (codes.includes(-1)) continue;
    const key = codes.join(',');
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
};
