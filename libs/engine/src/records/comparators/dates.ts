import { isOneEdit } from './digits';

/** No two who are told of are born further apart: such years are slips. */
const mostYears = 60;

/**
 * Dates as `YYYYMMDD`: 1 for the same, 0.95 for day and month exchanged or one digit mistyped, 0.85 where two of three parts agree, or a
 * digit of a year may have been mistyped, which says little: father and son are some years apart, too.
 */
export const dates = (a: string, b: string): number => {
  if (a === b) return 1;
  const [yearA, monthA, dayA] = [a.slice(0, 4), a.slice(4, 6), a.slice(6)];
  const [yearB, monthB, dayB] = [b.slice(0, 4), b.slice(4, 6), b.slice(6)];
  if (yearA === yearB && monthA === dayB && dayA === monthB) return 0.95;
  if (isOneEdit(a, b)) return yearA === yearB || Math.abs(Number(yearA) - Number(yearB)) > mostYears ? 0.95 : 0.85;
  return Number(yearA === yearB) + Number(monthA === monthB) + Number(dayA === dayB) === 2 ? 0.85 : 0;
};

const yearFirst = /^((?:1[6-9]|20)\d{2})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[T ].*)?$/;
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2((?:1[6-9]|20)\d{2})(?:[T ].*)?$/;
const isDay = (month: number, day: number): boolean => month >= 1 && month <= 12 && day >= 1 && day <= 31;

/** A date in any of the usual forms as `YYYYMMDD`, day first unless it cannot be; null for what is none. */
export const dateOf = (text: string): string | null => {
  const written = (year: string, month: string, day: string) =>
    isDay(Number(month), Number(day)) ? `${year}${month.padStart(2, '0')}${day.padStart(2, '0')}` : null;
  const [, year, separator, month, day] = yearFirst.exec(text) ?? [];
  if (year !== undefined && month !== undefined && day !== undefined)
    return separator === '' && !/^\d{8}/.test(text) ? null : written(year, month, day);
  const [, first, , second, last] = yearLast.exec(text) ?? [];
  if (first === undefined || second === undefined || last === undefined) return null;
  return written(last, second, first) ?? written(last, first, second);
};
