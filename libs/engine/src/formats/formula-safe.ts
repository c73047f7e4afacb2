import pl, { type Expr } from 'nodejs-polars';

/** Signs that make a spreadsheet take a text for a formula: https://owasp.org/www-community/attacks/CSV_Injection */
const starts = '^[=+\\-@\\t\\r\\n＝＋－＠]';
const isFormula = /^[=+\-@\t\r\n＝＋－＠]/;
/** Numbers begin with signs too, and do nothing. */
const number = '^[+-]?[0-9]+(?:[.,][0-9]+)*(?:[eE][+-]?[0-9]+)?%?$';
const isNumber = new RegExp(number);

/** The cells of a column so that no spreadsheet takes one for a formula: an apostrophe stands before it. */
export const formulaSafe = (column: Expr): Expr =>
  pl
    .when(column.str.contains(starts).and(column.str.contains(number).not()))
    .then(pl.concatString([pl.lit("'"), column], '') as Expr)
    .otherwise(column);

/** The same for one text. */
export const formulaSafeText = (text: string): string => (isFormula.test(text) && !isNumber.test(text) ? `'${text}` : text);
