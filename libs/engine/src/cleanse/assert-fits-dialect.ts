import { Fault, type Dialect } from '@millrace/contracts';
import { lackingIn } from './encode-text';

const misfitOf = (value: string, { delimiter, quote, encoding }: Dialect): string | null => {
  if (quote === '' && (value.includes(delimiter) || /[\r\n]/.test(value)))
    return 'it has a delimiter or a line end, and the table is written without quotes';
  const sign = lackingIn(value, encoding);
  return sign === null ? null : `${encoding} has no U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
};

/**
 * @param rows cells by position
 * @param from what the first of them is called among the rows that go out, from 0
 * @throws Fault `does-not-fit-dialect` for the first cell that would be read as something else than it is
 */
export const assertFitsDialect = (
  rows: readonly (readonly (string | null)[])[],
  names: readonly string[],
  dialect: Dialect,
  from: number,
): void => {
  // Most forms hold any cell.
  if (dialect.quote !== '' && dialect.encoding.startsWith('utf-')) return;
  for (const [at, cells] of rows.entries())
    for (const [position, value] of cells.entries()) {
      const misfit = value === null ? null : misfitOf(value, dialect);
      const column = names[position] ?? '';
      if (misfit !== null)
        throw new Fault('does-not-fit-dialect', `Row ${from + at} of the output cannot be written in "${column}": ${misfit}.`, {
          place: { row: from + at, column },
        });
    }
};
