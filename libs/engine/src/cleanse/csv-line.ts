import type { Dialect } from '@millrace/contracts';

/** An absent cell is empty and bare, an empty text is a pair of quotes; others have quotes where they would be read otherwise without. */
const csvCell = (value: string | null, { delimiter, quote }: Dialect): string => {
  if (value === null) return '';
  const special = value === '' || value.includes(delimiter) || /[\r\n]/.test(value) || (quote !== '' && value.includes(quote));
  return special ? `${quote}${value.replaceAll(quote, quote + quote)}${quote}` : value;
};

/** A row as delimited text. The one cell of a table of one column has quotes where it is absent: a blank line would be no row. */
export const csvLine = (cells: readonly (string | null)[], dialect: Dialect): string =>
  cells.length === 1 && cells[0] === null
    ? `${dialect.quote}${dialect.quote}${dialect.lineEnd}`
    : `${cells.map((value) => csvCell(value, dialect)).join(dialect.delimiter)}${dialect.lineEnd}`;
