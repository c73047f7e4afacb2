import { defaultNullTokens } from '@millrace/contracts';
import type { CodedColumn, CodedTable } from '../relations/coded-column';

/**
 * How cells that stand for no value are written, trimmed and in lower case: an empty text always is one.
 * @param nullTokens those that somebody has named; others are values then
 */
export const noValue = (nullTokens: readonly string[] = defaultNullTokens): string[] => [
  '',
  ...nullTokens.map((token) => token.trim().toLowerCase()),
];

const cleared = (column: CodedColumn, tokens: ReadonlySet<string>): CodedColumn => {
  const isToken = column.values.map((text) => tokens.has(text.trim().toLowerCase()));
  if (!isToken.includes(true)) return column;
  return {
    values: column.values,
    codes: column.codes.map((code) => (isToken[code] === true ? -1 : code)),
    counts: column.counts.map((count, code) => (isToken[code] === true ? 0 : count)),
  };
};

/**
 * A table in which cells that may say nothing are absent: two rows that both have `N/A` are not the same for that. A word that may well say
 * something, as NA does of a country, counts as little: rows that are the same stay two then, which harms less than one made of two.
 * @param nullTokens texts that stand for no value, where somebody has said which; others are values then
 */
export const withoutNullTokens = (table: CodedTable, nullTokens?: readonly string[]): CodedTable => {
  const tokens = new Set(noValue(nullTokens));
  return { ...table, columns: table.columns.map((column) => cleared(column, tokens)) };
};
