import type { ColumnView } from '../column-view';
import type { TextTotals } from '../text-totals';
import type { Statistic } from './statistic';

const total =
  (compute: (totals: TextTotals, present: number, column: ColumnView) => number): Statistic =>
  (column) =>
    column.present() === 0 ? undefined : compute(column.texts(), column.present(), column);

export const minLength = total(({ minChars }) => minChars);
export const maxLength = total(({ maxChars }) => maxChars);
export const meanLength = total(({ chars }, present) => chars / present);
export const minBytes = total((totals) => totals.minBytes);
export const maxBytes = total((totals) => totals.maxBytes);
export const meanWords = total(({ words }, present) => words / present);
export const maxWords = total((totals) => totals.maxWords);
export const manyWordsCount = total(({ manyWords }) => manyWords);
export const upperCaseCount = total(({ upperOnly }) => upperOnly);
export const lowerCaseCount = total(({ lowerOnly }) => lowerOnly);
export const mixedCaseCount = total(({ mixedCase }) => mixedCase);
export const digitsOnlyCount = total(({ digitsOnly }) => digitsOnly);
export const nonAsciiCount = total(({ nonAscii }) => nonAscii);
export const leadingSpaceCount = total(({ leadingSpace }) => leadingSpace);
export const trailingSpaceCount = total(({ trailingSpace }) => trailingSpace);
export const maskCount = total((_, __, column) => column.maskCount());
