import { readNamedDate } from '../cleanse/steps/parse-dates';
import { parseDate, parsedDate } from '../profile/values/parse-date';
import { proofsOf, wayOf, type Both, type Reading } from './reading';

const encoder = new TextEncoder();
const yearFirst = /^(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:(?:T|,? )(.*))?$/s;
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:(?:T|,? )(.*))?$/s;
/** A year that is written together with month and day: other numbers of eight digits are no dates. */
const togetherYears = /^(?:1[6-9]|20)\d{6}(?!\d)/;
const time = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:\s*([ap])\.?m\.?)?(?:\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?$/i;

/** As ISO 8601 has it, `T` before; nothing where no time is told, or in no way that is understood: the day counts then. */
const isoTime = (text: string): string => {
  const [, hours, minutes = '', seconds = '00', fraction = '0', half, zone = 'Z'] = time.exec(text.trim()) ?? [];
  if (hours === undefined || (half !== undefined && (Number(hours) < 1 || Number(hours) > 12))) return '';
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  const offset = !/^[+-]/.test(zone) ? 'Z' : zone.length === 3 ? `${zone}00` : zone;
  return `T${String(hour).padStart(2, '0')}:${minutes}:${seconds}.${fraction.slice(0, 6)}${offset}`;
};

/** Milliseconds since 1970 UTC; null for a day that no calendar has. */
const momentOf = (year: string, month: string, day: string, tail: string): number | null => {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  for (const text of [`${date}${isoTime(tail)}`, date]) {
    const bytes = encoder.encode(text);
    const form = parseDate(bytes, 0, bytes.length);
    if (form === 'date' || form === 'timestamp') return parsedDate.value;
  }
  return null;
};

/** A moment by both orders of day and month, the day first and the month first; the same where the text leaves no doubt. */
const moments = (cell: string): Both => {
  const text = cell.trim();
  const named = readNamedDate(text);
  if (named) {
    const [year = '', month = '', day = ''] = named.date.split('-');
    const moment = momentOf(year, month, day, named.tail.replace(/^[T ]/, ''));
    return [moment, moment];
  }
  const [, year, sign, month = '', day = '', tail = ''] = yearFirst.exec(text) ?? [];
  if (year !== undefined && (sign !== '' || togetherYears.test(text))) {
    const moment = momentOf(year, month, day, tail);
    return [moment, moment];
  }
  const [, first, , second = '', last = '', rest = ''] = yearLast.exec(text) ?? [];
  return first === undefined ? [null, null] : [momentOf(last, second, first, rest), momentOf(last, first, second, rest)];
};

const isDate = (text: string): boolean => moments(text).some((moment) => moment !== null);

/**
 * How the dates of a column are read: the order of day and month is decided once for all of it, by the cells that only one order allows.
 * Where there are none, or some for either, nothing decides, and it is read both ways. A time without a zone is taken for UTC.
 */
export const readDates = (texts: readonly string[]): Reading => {
  const { one: dayFirst, other: monthFirst } = proofsOf(texts, moments);
  const ways = dayFirst === monthFirst ? ([0, 1] as const) : ([dayFirst ? 0 : 1] as const);
  return {
    ways: ways.map((way) => wayOf(moments, way)),
    advice: 'Put parseDates with its "order", "dayFirst" or "monthFirst", for that column before it: you know which is right.',
  };
};

/** Whether most texts are dates. */
export const areDates = (texts: readonly string[]): boolean => texts.filter(isDate).length * 2 > texts.length;
