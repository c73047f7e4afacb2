import type { CodedColumn } from './coded-column';

/** Rows that agree on something, group after group. Rows that are alone in their group, and rows with an absent cell, are left out. */
export interface Groups {
  /** Group `g` is `rows[starts[g]]` up to, not including, `rows[starts[g + 1]]`. */
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
  readonly count: number;
}

/**
 * Puts rows with equal codes together; in each group they are in order.
 * @param distinct codes are below it; -1 is absent
 */
export const groupRows = (codes: Int32Array, distinct: number): Groups => {
  const sizes = new Uint32Array(distinct);
  for (let row = 0; row < codes.length; row += 1) if (codes[row]! >= 0) sizes[codes[row]!]! += 1;
  const places = new Int32Array(distinct).fill(-1);
  const starts: number[] = [];
  let total = 0;
  for (let code = 0; code < distinct; code += 1) {
    if (sizes[code]! < 2) continue;
    starts.push(total);
    places[code] = total;
    total += sizes[code]!;
  }
  const rows = new Uint32Array(total);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row]!;
    if (code >= 0 && places[code]! >= 0) rows[places[code]!++] = row;
  }
  return { starts: Uint32Array.from([...starts, total]), rows, count: starts.length };
};

/** Two columns as one whose codes stand for pairs; absent where either is. */
export const pairCodes = (
  a: Pick<CodedColumn, 'codes' | 'values'>,
  b: Pick<CodedColumn, 'codes' | 'values'>,
): { readonly codes: Int32Array; readonly distinct: number } => {
  const width = b.values.length;
  const known = new Map<number, number>();
  const codes = new Int32Array(a.codes.length);
  for (let row = 0; row < codes.length; row += 1) {
    const [left, right] = [a.codes[row]!, b.codes[row]!];
    if (left < 0 || right < 0) {
      codes[row] = -1;
      continue;
    }
    const key = left * width + right;
    let code = known.get(key);
    if (code === undefined) known.set(key, (code = known.size));
    codes[row] = code;
  }
  return { codes, distinct: known.size };
};

/** The rows grouped by one column or by two. */
export const groupBy = (columns: readonly CodedColumn[], determinants: readonly number[]): Groups => {
  const [first, second] = determinants.map((at) => columns[at]!);
  if (!second) return groupRows(first!.codes, first!.values.length);
  const { codes, distinct } = pairCodes(first!, second);
  return groupRows(codes, distinct);
};
