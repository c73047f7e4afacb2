import type { StepOf } from '@millrace/contracts';
import type { CodedColumn } from '../relations/coded-column';

type Method = StepOf<'imputeNulls'>['method'];

/** The text of each row; null where it is absent. */
export type TextOf = (row: number) => string | null;

export const textsOf =
  ({ codes, values }: CodedColumn): TextOf =>
  (row) =>
    values[codes[row] ?? -1] ?? null;

/** A text as a number; NaN for what is none. */
export const numberOf = (text: string | null): number => (text === null || text.trim() === '' ? NaN : Number(text));

const finite = (texts: readonly string[]): number[] => texts.map(numberOf).filter(Number.isFinite);

const mean = (texts: readonly string[]): string | null => {
  const numbers = finite(texts);
  return numbers.length === 0 ? null : String(numbers.reduce((sum, one) => sum + one, 0) / numbers.length);
};

const median = (texts: readonly string[]): string | null => {
  const numbers = finite(texts).toSorted((a, b) => a - b);
  const [low, high] = [numbers[Math.floor((numbers.length - 1) / 2)], numbers[Math.floor(numbers.length / 2)]];
  return low === undefined || high === undefined ? null : String((low + high) / 2);
};

/** The most frequent; of several the first in order of code units. */
export const mode = (texts: readonly string[]): string | null => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [best] = [...counts].toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  return best?.[0] ?? null;
};

/** The most frequent text, or the median where all are numbers. */
export const middle = (texts: readonly string[]): string | null =>
  texts.length > 0 && finite(texts).length === texts.length ? median(texts) : mode(texts);

const summaries = { mean, median, mode } as const;

/** What fills the absent cells among some rows, which are in order. @returns pairs of row and text */
export const fillAmong = (
  rows: readonly number[],
  textOf: TextOf,
  method: Exclude<Method, 'constant' | 'neighbours'>,
): [number, string][] => {
  const absent = rows.filter((row) => textOf(row) === null);
  if (absent.length === 0) return [];
  if (method === 'forward' || method === 'backward') {
    const filled: [number, string][] = [];
    let last: string | null = null;
    for (const row of method === 'forward' ? rows : rows.toReversed()) {
      const text = textOf(row);
      if (text !== null) last = text;
      else if (last !== null) filled.push([row, last]);
    }
    return filled;
  }
  const filler = summaries[method](rows.map(textOf).filter((text) => text !== null));
  return filler === null ? [] : absent.map((row) => [row, filler]);
};
