/** How a text that looks like a date is written. `impossible`: the form of a date that no calendar has, such as 2024-02-30. */
export type DateForm = 'date' | 'timestamp' | 'ambiguous' | 'dayFirst' | 'monthFirst' | 'impossible';

/** The last date that `parseDate` read. */
export const parsedDate = {
  /** Milliseconds since 1970 UTC; for `a/b/yyyy` instead yyyy · 10 000 + a · 100 + b, until the column's order is known. */
  value: 0,
};

const dayMs = 86_400_000;
const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const isDay = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1]! && (month !== 2 || day < 29 || isLeap(year));

/** Days since 1970-01-01 in the proleptic Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms"). */
const daysOf = (year: number, month: number, day: number): number => {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
};

/** A number of one or two to `most` digits from `at`; -1 where there is none. Its length is in `taken`. */
let taken = 0;
const digitsAt = (bytes: Uint8Array, at: number, end: number, most: number): number => {
  let value = 0;
  taken = 0;
  while (taken < most && at + taken < end) {
    const digit = bytes[at + taken]! - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
    taken += 1;
  }
  return taken === 0 ? -1 : value;
};
const twoAt = (bytes: Uint8Array, at: number, end: number): number => {
  const value = digitsAt(bytes, at, end, 2);
  return taken === 2 ? value : -1;
};

/** Milliseconds of `HH:MM[:SS[.fraction]][Z|±HH[:]MM]` up to `end`; NaN for anything else. */
const timeOf = (bytes: Uint8Array, start: number, end: number): number => {
  const [hour, minute] = [twoAt(bytes, start, end), twoAt(bytes, start + 3, end)];
  if (hour < 0 || hour > 23 || bytes[start + 2] !== 58 || minute < 0 || minute > 59) return Number.NaN;
  let [at, ms] = [start + 5, (hour * 60 + minute) * 60_000];
  if (at < end && bytes[at] === 58) {
    const second = twoAt(bytes, at + 1, end);
    if (second < 0 || second > 59) return Number.NaN;
    at += 3;
    ms += second * 1000;
    if (at < end && bytes[at] === 46) {
      let [scale, count] = [100, 0];
      for (at += 1; at < end && bytes[at]! >= 48 && bytes[at]! <= 57; at += 1, count += 1) {
        ms += (bytes[at]! - 48) * scale;
        scale /= 10;
      }
      if (count === 0) return Number.NaN;
    }
  }
  if (at === end) return ms;
  if (bytes[at] === 90) return at + 1 === end ? ms : Number.NaN;
  const sign = bytes[at] === 43 ? 1 : bytes[at] === 45 ? -1 : 0;
  const hours = twoAt(bytes, at + 1, end);
  const colon = bytes[at + 3] === 58 ? 1 : 0;
  const minutes = twoAt(bytes, at + 3 + colon, end);
  if (sign === 0 || hours < 0 || minutes < 0 || at + 5 + colon !== end) return Number.NaN;
  return ms - sign * (hours * 60 + minutes) * 60_000;
};

const isoDate = (bytes: Uint8Array, start: number, end: number): DateForm | null => {
  const year = digitsAt(bytes, start, end, 4);
  const [month, day] = [twoAt(bytes, start + 5, end), twoAt(bytes, start + 8, end)];
  if (month < 0 || day < 0 || bytes[start + 7] !== 45 || month > 12 || day > 31 || month === 0 || day === 0) return null;
  const isThere = isDay(year, month, day);
  const date = daysOf(year, month, day) * dayMs;
  if (end - start === 10) {
    parsedDate.value = date;
    return isThere ? 'date' : 'impossible';
  }
  const separator = bytes[start + 10];
  if (separator !== 84 && separator !== 32) return null;
  const time = timeOf(bytes, start + 11, end);
  if (Number.isNaN(time)) return null;
  parsedDate.value = date + time;
  return isThere ? 'timestamp' : 'impossible';
};

/** `d/m/yyyy` or `m/d/yyyy`, with `/`, `.` or `-`. */
const writtenDate = (bytes: Uint8Array, start: number, end: number): DateForm | null => {
  const first = digitsAt(bytes, start, end, 2);
  let at = start + taken;
  const separator = bytes[at];
  if (first < 1 || first > 31 || (separator !== 47 && separator !== 46 && separator !== 45)) return null;
  const second = digitsAt(bytes, at + 1, end, 2);
  at += 1 + taken;
  if (second < 1 || second > 31 || bytes[at] !== separator) return null;
  const year = digitsAt(bytes, at + 1, end, 4);
  if (taken !== 4 || at + 5 !== end) return null;
  parsedDate.value = year * 10_000 + first * 100 + second;
  const [asDayFirst, asMonthFirst] = [isDay(year, second, first), isDay(year, first, second)];
  if (asDayFirst && asMonthFirst) return 'ambiguous';
  return asDayFirst ? 'dayFirst' : asMonthFirst ? 'monthFirst' : 'impossible';
};

/** Reads an ISO 8601 date or timestamp or a date as people write it; null for anything else. Sets `parsedDate`. */
export const parseDate = (bytes: Uint8Array, start: number, end: number): DateForm | null => {
  const length = end - start;
  if (length < 8 || length > 35) return null;
  return bytes[start + 4] === 45 ? isoDate(bytes, start, end) : length <= 10 ? writtenDate(bytes, start, end) : null;
};

/** Milliseconds of a packed `a/b/yyyy` once the column's order is known. */
export const unpackDate = (packed: number, order: 'dayFirst' | 'monthFirst'): number => {
  const [year, a, b] = [Math.floor(packed / 10_000), Math.floor(packed / 100) % 100, packed % 100];
  return (order === 'dayFirst' ? daysOf(year, b, a) : daysOf(year, a, b)) * dayMs;
};
