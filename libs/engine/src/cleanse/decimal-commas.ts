import type { Expr } from 'nodejs-polars';
import type { ColumnContext } from './step';

const sign = '[+-]?';
/** Numbers that only a comma before the fraction makes sense of, and those that only a point does; `1,234` and `1.234` may be either. */
const proofs = [
  `^${sign}(?:[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|0[0-9]*,[0-9]{3}|[0-9]{4,},[0-9]{3}|[0-9]{1,3}(?:[.'\u00a0\u202f ][0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\\.[0-9]{3}){2,})$`,
  `^${sign}(?:[0-9]+\\.(?:[0-9]{1,2}|[0-9]{4,})|0[0-9]*\\.[0-9]{3}|[0-9]{4,}\\.[0-9]{3}|[0-9]{1,3}(?:,[0-9]{3})+\\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,})$`,
] as const;

/** Whether a cell, without white space at its ends, can be a number only with a comma before its fraction. */
export const isDecimalComma = (cell: Expr): Expr => cell.str.contains(proofs[0]);

/** How many cells of a column can be a number only with a comma before their fraction; 0 where as many or more can be one only with a point. */
export const decimalCommasIn = (cell: Expr, { count }: ColumnContext): number => {
  const commas = count(isDecimalComma(cell));
  return commas > 0 && count(cell.str.contains(proofs[1])) >= commas ? 0 : commas;
};
