import type { CorrelationMeasure, Correlations } from '@millrace/contracts';
import { correlationRatio, cramersV, pearson, type Measured } from './measures';
import { ascendingOrder, ranksBeside } from './number-ranks';

const mostStrongest = 20;

/** A column of numbers (times are milliseconds), NaN where a row has none, or of categories by their levels, -1 where a row has none. */
export type CorrelatedColumn = NumberColumn | CategoryColumn;
interface NumberColumn {
  readonly position: number;
  readonly role: 'number';
  readonly values: Float64Array;
}
interface CategoryColumn {
  readonly position: number;
  readonly role: 'category';
  readonly levels: Int32Array;
  readonly levelCount: number;
}

interface Prepared {
  readonly order: Int32Array;
  readonly isFull: boolean;
  /** Of a column without gaps; beside another one without gaps they are right as they stand. */
  readonly ranks: Float64Array | null;
}

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 1e6) / 1e6);

const prepare = (values: Float64Array): Prepared => {
  const order = ascendingOrder(values);
  const isFull = order.length === values.length;
  const ranks = isFull ? new Float64Array(values.length) : null;
  if (ranks) ranksBeside(values, order, values, ranks);
  return { order, isFull, ranks };
};

/** Spearman's ρ: Pearson's r of the ranks among the rows in which both have a number, equal numbers with the mean of their ranks. */
const spearman = (
  x: Float64Array,
  y: Float64Array,
  ofX: Prepared,
  ofY: Prepared,
  scratch: readonly [Float64Array, Float64Array],
): Measured => {
  if (ofX.ranks && ofY.ranks) return pearson(ofX.ranks, ofY.ranks);
  ranksBeside(x, ofX.order, y, scratch[0]);
  ranksBeside(y, ofY.order, x, scratch[1]);
  return pearson(scratch[0], scratch[1]);
};

const eta = ({ levels, levelCount }: CategoryColumn, { values }: NumberColumn): Measured => correlationRatio(levels, levelCount, values);

/**
 * The standard error that a value has by looking at some of the rows: (1 − v²) / √(n − 1) for r, V and η, after Bonett and Wright (2000)
 * for ρ, times √(1 − share of the rows).
 */
const standardError = (measure: CorrelationMeasure, value: number, rows: number, share: number): number =>
  ((1 - value * value) * Math.sqrt(measure === 'spearman' ? 1 + (value * value) / 2 : 1) * Math.sqrt(1 - share)) /
  Math.sqrt(Math.max(1, rows - 1));

/**
 * Every pair of columns by the measure that suits what they are.
 * @param rows that the columns have, all of the table's or sampled ones
 */
export const correlate = (
  columns: readonly CorrelatedColumn[],
  { rows, tableRows, leftOut }: { readonly rows: number; readonly tableRows: number; readonly leftOut: number },
): Correlations => {
  const size = columns.length;
  const empty = () => columns.map((_, a) => columns.map((__, b): number | null => (a === b ? 1 : null)));
  const [mixed, ranked] = [empty(), columns.map(() => columns.map((): number | null => null))];
  const prepared = columns.map((column) => (column.role === 'number' ? prepare(column.values) : null));
  const scratch = [new Float64Array(rows), new Float64Array(rows)] as const;
  const strongest: Correlations['strongest'] = [];
  const isSampled = rows < tableRows;
  const note = (square: (number | null)[][], a: number, b: number, measure: CorrelationMeasure, measured: Measured) => {
    square[a]![b] = square[b]![a] = rounded(measured.value);
    if (measured.value === null) return;
    const value = rounded(measured.value) ?? 0;
    const error = isSampled ? rounded(standardError(measure, value, measured.rows, rows / tableRows)) : null;
    strongest.push({
      columns: [columns[a]!.position, columns[b]!.position],
      measure,
      value,
      rows: measured.rows,
      standardError: error,
    });
  };
  for (let a = 0; a < size; a += 1)
    for (let b = a + 1; b < size; b += 1) {
      const [left, right] = [columns[a]!, columns[b]!];
      if (left.role === 'number' && right.role === 'number') {
        note(mixed, a, b, 'pearson', pearson(left.values, right.values));
        note(ranked, a, b, 'spearman', spearman(left.values, right.values, prepared[a]!, prepared[b]!, scratch));
      } else if (left.role === 'number') note(mixed, a, b, 'eta', eta(right as CategoryColumn, left));
      else if (right.role === 'number') note(mixed, a, b, 'eta', eta(left, right));
      else note(mixed, a, b, 'cramersV', cramersV(left.levels, left.levelCount, right.levels, right.levelCount));
    }
  for (let at = 0; at < size; at += 1) if (columns[at]!.role === 'number') ranked[at]![at] = 1;
  return {
    columns: columns.map(({ position, role }) => ({ position, role })),
    leftOut,
    rows,
    isSampled,
    mixed,
    spearman: ranked,
    strongest: strongest.sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, mostStrongest),
  };
};
