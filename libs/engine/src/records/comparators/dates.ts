import { proofsOf, type Both } from '../reading';
import { isOneEdit } from './digits';

/** No two who are told of are born further apart: such years are slips. */
const mostYears = 60;

/** Before a date whose order of day and month nothing tells: it is written with the day first, and may be the other one. */
const eitherMark = '?';

const exchanged = (date: string): string => `${date.slice(0, 4)}${date.slice(6)}${date.slice(4, 6)}`;
const withoutMark = (date: string): string => date.replace(eitherMark, '');

const similar = (a: string, b: string): number => {
  if (a === b) return 1;
  const [yearA, monthA, dayA] = [a.slice(0, 4), a.slice(4, 6), a.slice(6)];
  const [yearB, monthB, dayB] = [b.slice(0, 4), b.slice(4, 6), b.slice(6)];
  if (yearA === yearB && monthA === dayB && dayA === monthB) return 0.95;
  if (isOneEdit(a, b)) return yearA === yearB || Math.abs(Number(yearA) - Number(yearB)) > mostYears ? 0.95 : 0.85;
  return Number(yearA === yearB) + Number(monthA === monthB) + Number(dayA === dayB) === 2 ? 0.85 : 0;
};

/**
 * Dates as `datesIn` has them: 1 for the same, 0.95 for day and month exchanged or one digit mistyped, 0.85 where two of three parts agree, or a
 * digit of a year may have been mistyped, which says little: father and son are some years apart, too.
 */
export const dates = (a: string, b: string): number => {
  const [one, other] = [withoutMark(a), withoutMark(b)];
  if (a.startsWith(eitherMark) === b.startsWith(eitherMark)) return similar(one, other);
  const sure = a.startsWith(eitherMark) ? other : one;
  const either = a.startsWith(eitherMark) ? one : other;
  // Which of the two it is nobody knows: it is the same as none that is sure.
  return Math.min(0.95, Math.max(similar(either, sure), similar(exchanged(either), sure)));
};

/** The digits of a date in any order, the same whichever of two it is. */
export const digitsOfDate = (date: string): string => Array.from(withoutMark(date)).sort().join('');

const yearFirst = /^((?:1[6-9]|20)\d{2})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[T ].*)?$/;
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2((?:1[6-9]|20)\d{2})(?:[T ].*)?$/;
const isDay = (month: number, day: number): boolean => month >= 1 && month <= 12 && day >= 1 && day <= 31;

/** A date in any of the usual forms as the number `YYYYMMDD`, by both orders of day and month; the same where the text leaves no doubt. */
const bothOf = (text: string): Both => {
  const written = (year: string, month: string, day: string) =>
    isDay(Number(month), Number(day)) ? Number(`${year}${month.padStart(2, '0')}${day.padStart(2, '0')}`) : null;
  const [, year, separator, month, day] = yearFirst.exec(text) ?? [];
  if (year !== undefined && month !== undefined && day !== undefined) {
    const date = separator === '' && !/^\d{8}/.test(text) ? null : written(year, month, day);
    return [date, date];
  }
  const [, first, , second, last] = yearLast.exec(text) ?? [];
  if (first === undefined || second === undefined || last === undefined) return [null, null];
  return [written(last, second, first), written(last, first, second)];
};

export const isDate = (text: string): boolean => bothOf(text).some((date) => date !== null);

/**
 * How the dates of a column are compared: as `YYYYMMDD`, null for what is none. The order of day and month is decided once for all of it, by
 * the cells that only one order allows; where there are none, or some for either, a date that may be two is marked as such.
 */
export const datesIn = (texts: readonly string[]): ((text: string) => string | null) => {
  const { one: dayFirst, other: monthFirst } = proofsOf(texts, bothOf);
  return (text) => {
    const [byDay, byMonth] = bothOf(text);
    const date = (monthFirst && !dayFirst ? byMonth : byDay) ?? byDay ?? byMonth;
    if (date === null) return null;
    const isEither = dayFirst === monthFirst && byDay !== null && byMonth !== null && byDay !== byMonth;
    return `${isEither ? eitherMark : ''}${date}`;
  };
};
