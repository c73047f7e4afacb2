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

const [commaProof, pointProof] = proofs.map((proof) => new RegExp(proof)) as [RegExp, RegExp];

/** A number that is a thousand and more with a point between thousands, and a small one with a point before its fraction. */
const isEither = (text: string): boolean => /^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(text.trim());

/** Whether what some text of a column says depends on others, where numbers are told to have a comma before their fraction. */
export const hasPointOrGroup = (texts: readonly string[]): boolean => texts.some(isEither);

/**
 * Whether a text of a column is left as it is, where numbers are told to have a comma before their fraction: where other cells have a point
 * there and none a comma, they are written plainly already, and `1.234` is no thousand.
 */
export const isPlainAmong = (texts: readonly string[]): ((text: string) => boolean) => {
  const trimmed = texts.map((text) => text.trim());
  const arePlain = trimmed.some((text) => pointProof.test(text)) && !trimmed.some((text) => commaProof.test(text));
  return (text) => arePlain && isEither(text);
};

/** Whether some numbers of a column that are written plainly would be taken for thousands if they were read again: none shows where its point is. */
export const mayPassForThousands = (texts: readonly string[]): boolean =>
  hasPointOrGroup(texts) && !texts.some((text) => pointProof.test(text));

/** A number that is a thousand and more to whoever takes its point for one between thousands: with one zero more it is none. */
export const withMoreDigits = (text: string): string => (isEither(text) ? `${text}0` : text);

/** How many cells of a column can be a number only with a comma before their fraction; 0 where as many or more can be one only with a point. */
export const decimalCommasIn = (cell: Expr, { count }: ColumnContext): number => {
  const commas = count(isDecimalComma(cell));
  return commas > 0 && count(cell.str.contains(proofs[1])) >= commas ? 0 : commas;
};
