import { readXml } from './xml-events';
import type { ZipPackage } from './zip-package';

/** What a number is shown as; `duration` counts hours beyond a day. */
export type NumberForm = 'number' | 'date' | 'time' | 'duration';

const builtIn = (id: number): NumberForm => {
  if (id === 46) return 'duration';
  if ((id >= 18 && id <= 21) || id === 45 || id === 47) return 'time';
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58) ? 'date' : 'number';
};

/** By ECMA-376 § 18.8.31: quoted text, escapes, colours and conditions left out, letters of dates and times are what is left. */
export const formOfCode = (code: string): NumberForm => {
  const [first = ''] = code.replace(/"[^"]*"|\\.|[_*]./g, '').split(';');
  if (/\[(?:h+|m+|s+)\]/i.test(first)) return 'duration';
  const letters = first.replace(/\[[^\]]*\]/g, '').replace(/general/i, '');
  if (/[yd]/i.test(letters)) return 'date';
  if (/[hs]|AM\/PM/i.test(letters)) return 'time';
  return /m/i.test(letters) ? 'date' : 'number';
};

/** The form of each cell style, by its number. */
export const readNumberForms = async (zip: ZipPackage): Promise<NumberForm[]> => {
  const part = 'xl/styles.xml';
  const forms: NumberForm[] = [];
  if (!zip.has(part)) return forms;
  const codes = new Map<number, string>();
  let inCellXfs = false;
  await readXml(zip.read(part), {
    open: (name, { numFmtId, formatCode }) => {
      if (name === 'numFmt') codes.set(Number(numFmtId), formatCode ?? '');
      else if (name === 'cellXfs') inCellXfs = true;
      else if (name === 'xf' && inCellXfs) {
        const id = Number(numFmtId ?? 0);
        const code = codes.get(id);
        forms.push(code === undefined ? builtIn(id) : formOfCode(code));
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCellXfs = false;
    },
  });
  return forms;
};

const dayMs = 86_400_000;
const two = (value: number): string => String(value).padStart(2, '0');

const clock = (milliseconds: number): string => {
  const [seconds, rest] = [Math.floor(milliseconds / 1000), milliseconds % 1000];
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return rest === 0 ? text : `${text}.${String(rest).padStart(3, '0')}`;
};

const dateOf = (day: number, is1904: boolean): string => {
  // The 1900 system counts a 29 February 1900 that never was.
  if (!is1904 && day === 60) return '1900-02-29';
  const epoch = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30);
  return new Date(epoch + day * dayMs).toISOString().slice(0, 10);
};

const lastDay = 2_958_465;

/** A serial number in its form, in ISO 8601 to the millisecond; as a number where it is out of the range of dates. */
export const formatSerial = (lexeme: string, form: NumberForm, is1904: boolean): string => {
  const serial = Number(lexeme);
  if (form === 'number' || !Number.isFinite(serial) || serial < 0 || serial > lastDay) return formatNumber(lexeme);
  const total = Math.round(serial * dayMs);
  if (form === 'duration') return clock(total);
  const [day, time] = [Math.floor(total / dayMs), total % dayMs];
  if (form === 'time' && day === 0) return clock(time);
  return time === 0 ? dateOf(day, is1904) : `${dateOf(day, is1904)} ${clock(time)}`;
};

/** A number as people typed it: workbooks write 17 digits of a double, of which the shortest form that reads back alike is meant. */
export const formatNumber = (lexeme: string): string => {
  const text = lexeme.trim();
  if (!/^-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return text;
  const digits = text
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '').length;
  const shortest = String(Number(text));
  return (digits > 15 && digits <= 17) || /[eE]/.test(text) ? (/e/.test(shortest) ? text : shortest) : text;
};
