import { inBlocks } from './in-blocks';
import { classCode, valueClasses } from './values/classify-value';
import { unpackDate } from './values/parse-date';
import type { ValueTable } from './values/value-table';

/** How dates whose day and month could be either way round are read; null where the column has none. */
export type WrittenOrder = 'dayFirst' | 'monthFirst' | null;

/** Sums over the frequencies of the distinct values. */
export interface FrequencyTotals {
  readonly distinct: number;
  readonly unique: number;
  readonly top: number;
  /** Σ c · log2 c */
  readonly logs: number;
  /** Σ c² */
  readonly squares: number;
}

/** Some cells of a column: how many, and the first rows of up to ten different texts among them, ascending. */
export interface CellsFound {
  readonly cells: number;
  readonly firstRows: readonly number[];
}

const shownRows = 10;
/** An entry's number; for dates and timestamps milliseconds since 1970 UTC. */
export const numberAt = (classes: Uint8Array, numbers: Float64Array, entry: number, order: WrittenOrder): number => {
  const code = classes[entry]!;
  return order !== null && code >= classCode.ambiguousDate && code <= classCode.monthFirstDate
    ? unpackDate(numbers[entry]!, order)
    : numbers[entry]!;
};

const addClasses = ({ classes, counts }: ValueTable, from: number, to: number, sums: Float64Array): void => {
  for (let entry = from; entry < to; entry += 1) sums[classes[entry]!]! += counts[entry]!;
};

/** Cells of each class, by its code. */
export const cellsByClass = (table: ValueTable): Float64Array => {
  const sums = new Float64Array(valueClasses.length);
  inBlocks(table.size, (from, to) => {
    addClasses(table, from, to, sums);
  });
  return sums;
};

/** Writes finite numbers from `values[at]` on. @returns where the next one goes */
const addNumbers = (
  { classes, counts, numbers }: ValueTable,
  from: number,
  to: number,
  wanted: Uint8Array,
  order: WrittenOrder,
  values: Float64Array,
  start: number,
): number => {
  let at = start;
  for (let entry = from; entry < to; entry += 1) {
    if (wanted[classes[entry]!] === 0) continue;
    const number = numberAt(classes, numbers, entry, order);
    // Not a number, or infinite.
    if (number - number !== 0) continue;
    const count = counts[entry]!;
    if (count === 1) values[at] = number;
    else values.fill(number, at, at + count);
    at += count;
  }
  return at;
};

/**
 * Writes the finite numbers of the wanted classes into `values`, each as often as it occurs.
 * @param wanted 1 at the codes of the classes
 */
export const fillNumbers = (table: ValueTable, wanted: Uint8Array, order: WrittenOrder, values: Float64Array): void => {
  let at = 0;
  inBlocks(table.size, (from, to) => {
    at = addNumbers(table, from, to, wanted, order, values, at);
  });
};

const infiniteIn = (
  { classes, counts, numbers }: ValueTable,
  from: number,
  to: number,
  wanted: Uint8Array,
  order: WrittenOrder,
): number => {
  let cells = 0;
  for (let entry = from; entry < to; entry += 1) {
    if (wanted[classes[entry]!] === 0) continue;
    const number = numberAt(classes, numbers, entry, order);
    if (number - number !== 0) cells += counts[entry]!;
  }
  return cells;
};

/** Cells of the wanted classes without a finite number. */
export const infiniteCells = (table: ValueTable, wanted: Uint8Array, order: WrittenOrder): number => {
  let cells = 0;
  inBlocks(table.size, (from, to) => {
    cells += infiniteIn(table, from, to, wanted, order);
  });
  return cells;
};

/** Cells of the wanted classes whose number is below `low` or above `high`. */
export const cellsOutside = (table: ValueTable, wanted: Uint8Array, order: WrittenOrder, low: number, high: number): CellsFound => {
  const { size, classes, counts, numbers } = table;
  const firstRows: number[] = [];
  let cells = 0;
  for (let entry = 0; entry < size; entry += 1) {
    if (wanted[classes[entry]!] === 0) continue;
    const number = numberAt(classes, numbers, entry, order);
    if (!(number < low || number > high)) continue;
    cells += counts[entry]!;
    if (firstRows.length < shownRows) firstRows.push(table.firstRowOf(entry));
  }
  return { cells, firstRows };
};

/** Rows in which up to ten different texts of the wanted classes stand first, ascending; those that occur once or more. */
export const firstRowsOf = (table: ValueTable, wanted: Uint8Array, leastCount = 1): number[] => {
  const { size, classes, counts } = table;
  const rows: number[] = [];
  for (let entry = 0; entry < size && rows.length < shownRows; entry += 1)
    if (wanted[classes[entry]!] === 1 && counts[entry]! >= leastCount) rows.push(table.firstRowOf(entry));
  return rows;
};

/** Cells with an integer beyond 2^53. */
export const cellsBeyondDouble = ({ size, classes, counts, numbers }: ValueTable): number => {
  let cells = 0;
  for (let entry = 0; entry < size; entry += 1)
    if (classes[entry] === classCode.integer && Math.abs(numbers[entry]!) > Number.MAX_SAFE_INTEGER) cells += counts[entry]!;
  return cells;
};

/** @param sums distinct, unique, top, Σ c · log2 c, Σ c² */
const addFrequencies = ({ classes, counts }: ValueTable, from: number, to: number, sums: Float64Array): void => {
  let distinct = 0;
  let unique = 0;
  let top = sums[2]!;
  let logs = sums[3]!;
  let squares = sums[4]!;
  for (let entry = from; entry < to; entry += 1) {
    if (classes[entry] === classCode.nullToken) continue;
    const count = counts[entry]!;
    distinct += 1;
    if (count === 1) unique += 1;
    else logs += count * Math.log2(count);
    if (count > top) top = count;
    squares += count * count;
  }
  sums[0]! += distinct;
  sums[1]! += unique;
  sums[2] = top;
  sums[3] = logs;
  sums[4] = squares;
};

export const frequencyTotals = (table: ValueTable): FrequencyTotals => {
  const sums = new Float64Array(5);
  inBlocks(table.size, (from, to) => {
    addFrequencies(table, from, to, sums);
  });
  return { distinct: sums[0]!, unique: sums[1]!, top: sums[2]!, logs: sums[3]!, squares: sums[4]! };
};
