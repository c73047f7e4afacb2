import type { StepOf } from '@millrace/contracts';
import { valueWords } from '../profile/values/classify-value';
import { readDates } from '../records/read-dates';
import { isOnlyWithComma, readNumbers } from '../records/read-numbers';
import { sureValue } from '../records/reading';
import { isAbsent } from '../rules/keeps-rule';
import { isNullWord } from '../rules/null-evidence';

type Generalise = Pick<StepOf<'generalise'>, 'to' | 'width' | 'keep'>;
type Coarser = (text: string) => string;

/** What a cell becomes of which it is not sure what it says: in the clear it would tell what the others no longer do. */
export const hiddenText = '*';

const usualWords = valueWords(undefined);
/** Whether a text tells of nobody: blanks, and signs for no value. */
const saysNothing = (text: string): boolean => text.trim() === '' || (isAbsent(text, usualWords) && !isNullWord(text));

const band = /^(-?\d+)\.\.(-?\d+)$/;
const isBand = (text: string, width: number): boolean => {
  const [, from, to] = band.exec(text) ?? [];
  return from !== undefined && Number(to) - Number(from) >= width;
};

const ranges = (texts: readonly string[], width: number): Coarser => {
  const reading = readNumbers(texts);
  return (text) => {
    if (isBand(text, width)) return text;
    const number = text.includes('%') ? null : sureValue(reading, text);
    const from = number === null ? Number.NaN : Math.floor(number / width) * width;
    return Number.isSafeInteger(from) && Number.isSafeInteger(from + width) ? `${from}..${from + width}` : hiddenText;
  };
};

const yearFirst = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])(?:[T ].*)?)?)?$/s;
const time = /(?:T|,? )\d{1,2}:\d\d.*$/s;

const months = (texts: readonly string[], to: 'month' | 'year'): Coarser => {
  const { ways } = readDates(texts.map((text) => text.replace(time, '')));
  const written = (milliseconds: number, length: number): string => new Date(milliseconds).toISOString().slice(0, length);
  return (text) => {
    const [, year, month] = yearFirst.exec(text.trim()) ?? [];
    if (year !== undefined) return to === 'year' || month === undefined ? year : `${year}-${month}`;
    const moments = ways.map((way) => way(text.replace(time, '')));
    for (const length of to === 'month' ? [7, 4] : [4]) {
      const [one = null, ...others] = moments.map((moment) => (moment === null ? null : written(moment, length)));
      if (one !== null && others.every((other) => other === one)) return one;
    }
    return hiddenText;
  };
};

/**
 * What a text of a column becomes, less exact: numbers and dates are read as the column has them, and what cannot be read for sure is hidden.
 * @param texts of the column
 */
export const coarserIn = ({ to, width = 1, keep = 0 }: Generalise, texts: readonly string[]): Coarser => {
  if (to === 'prefix')
    return (text) => {
      const signs = Array.from(text);
      // Of what is no longer than what is kept, nothing would be hidden.
      return signs.map((sign, at) => (at < keep && signs.length > keep ? sign : '*')).join('');
    };
  const coarser = to === 'range' ? ranges(texts, width) : months(texts, to);
  return (text) => (saysNothing(text) ? text : coarser(text));
};

/** Whether only other cells of its column tell how a text is to be read. */
export const isReadByColumn = ({ to }: Generalise, text: string): boolean => {
  if (to === 'range') return isOnlyWithComma(text);
  const day = text.replace(time, '');
  const { ways } = readDates([day]);
  return to === 'month' && ways.some((way) => way(day) !== ways[0]?.(day));
};
