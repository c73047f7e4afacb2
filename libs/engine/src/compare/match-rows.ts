import type { Side } from './both-columns';

/** Rows of two tables that have the same key, which no other row of either has. */
export interface MatchedRows {
  /** Row before for each row after; -1 where it was added, -2 where its key repeats. */
  readonly beforeOf: Int32Array;
  readonly matched: number;
  readonly added: number;
  readonly removed: number;
  readonly repeatedKeys: Readonly<Record<Side, number>>;
  /** At most `examples` rows each. */
  readonly addedRows: number[];
  readonly removedRows: number[];
}

const examples = 10;
const none = -1;
const repeated = -2;

/**
 * Matches rows by numbers that stand for their keys.
 * @param keys number of each row's key, 0 to `size` - 1, equal in both tables for equal keys
 */
export const matchRows = (keys: Readonly<Record<Side, Int32Array>>, size: number): MatchedRows => {
  const rowsOf = (side: Int32Array) => {
    const rows = new Int32Array(size).fill(none);
    for (let row = 0; row < side.length; row += 1) {
      const key = side[row]!;
      rows[key] = rows[key] === none ? row : repeated;
    }
    return rows;
  };
  const [before, after] = [rowsOf(keys.before), rowsOf(keys.after)];
  const isRepeated = (key: number) => before[key] === repeated || after[key] === repeated;
  const beforeOf = new Int32Array(keys.after.length);
  const repeatedKeys = { before: 0, after: 0 };
  const [addedRows, removedRows]: [number[], number[]] = [[], []];
  let [matched, added, removed] = [0, 0, 0];
  for (let row = 0; row < keys.after.length; row += 1) {
    const key = keys.after[row]!;
    const other = isRepeated(key) ? repeated : before[key]!;
    beforeOf[row] = other;
    if (other >= 0) matched += 1;
    else if (other === repeated) repeatedKeys.after += 1;
    else {
      added += 1;
      if (addedRows.length < examples) addedRows.push(row);
    }
  }
  for (let row = 0; row < keys.before.length; row += 1) {
    const key = keys.before[row]!;
    if (isRepeated(key)) repeatedKeys.before += 1;
    else if (after[key] === none) {
      removed += 1;
      if (removedRows.length < examples) removedRows.push(row);
    }
  }
  return { beforeOf, matched, added, removed, repeatedKeys, addedRows, removedRows };
};

/** Joins the numbers of another part of the key to those of the parts so far; gives the new size. Absent cells are a value of their own. */
export const joinKeyPart = (
  keys: Readonly<Record<Side, Int32Array>>,
  part: Readonly<Record<Side, Int32Array>>,
  partSize: number,
): number => {
  const numbers = new Map<number, number>();
  for (const side of ['before', 'after'] as const)
    for (let row = 0; row < keys[side].length; row += 1) {
      const pair = keys[side][row]! * (partSize + 1) + part[side][row]! + 1;
      const number = numbers.get(pair) ?? numbers.size;
      if (number === numbers.size) numbers.set(pair, number);
      keys[side][row] = number;
    }
  return numbers.size;
};
