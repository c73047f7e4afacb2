import { defaultNullTokens } from '@millrace/contracts';
import { parseDate, parsedDate } from './parse-date';
import { parsedNumber, parseNumber } from './parse-number';
import { spaceAt, spaceBefore } from './white-space';

/** What a cell's text can be taken for, by its grammar alone, white space at its ends left out. Each text is exactly one of these. */
export const valueClasses = [
  'text',
  'integer',
  'decimal',
  'infinity',
  'boolean',
  'date',
  'timestamp',
  'ambiguousDate',
  'dayFirstDate',
  'monthFirstDate',
  'impossibleDate',
  'code',
  'nullToken',
] as const;
export type ValueClass = (typeof valueClasses)[number];

/** The number of a class, as it is stored. */
export const classCode = Object.fromEntries(valueClasses.map((name, at) => [name, at])) as Record<ValueClass, number>;

/** The value that `classifyValue` read last: a number, a date as in `parsedDate`, or NaN. */
export const classified = {
  number: Number.NaN,
  /** Digits after the decimal point; -1 where they cannot be told. */
  decimals: 0,
  isPadded: false,
};

const fixedWords = [
  ...['true', 'false', 'yes', 'no', 't', 'f', 'y', 'n'].map((word) => [word, classCode.boolean] as const),
  ...['inf', '-inf', '+inf', 'infinity', '-infinity', '+infinity'].map((word) => [word, classCode.infinity] as const),
];

/** Texts that have a class of their own, by their bytes in lower case. */
export interface ValueWords {
  readonly codes: ReadonlyMap<string, number>;
  readonly longest: number;
  /** The caller said which texts stand for no value: they do even where they could be numbers or dates. */
  readonly areTold: boolean;
}

const wordsWith = (tokens: readonly string[], areTold: boolean): ValueWords => {
  const codes = new Map<string, number>([...fixedWords, ...tokens.map((token) => [token, classCode.nullToken] as const)]);
  return { codes, longest: Math.max(...[...codes.keys()].map((word) => word.length)), areTold };
};
const usualWords = wordsWith(defaultNullTokens, false);

const lowerCase = (bytes: Uint8Array, start: number, end: number): string => {
  let text = '';
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    text += String.fromCharCode(byte >= 65 && byte <= 90 ? byte + 32 : byte);
  }
  return text;
};

/** The words of a table. @param nullTokens texts that stand for no value, where the caller said which; an empty text always does */
export const valueWords = (nullTokens: readonly string[] | undefined): ValueWords => {
  if (nullTokens === undefined) return usualWords;
  const bytes = nullTokens.map((token) => new TextEncoder().encode(token.trim()));
  return wordsWith(['', ...bytes.map((token) => lowerCase(token, 0, token.length))], true);
};

const numberCode = { integer: classCode.integer, decimal: classCode.decimal, code: classCode.code } as const;
const dateCode = {
  date: classCode.date,
  timestamp: classCode.timestamp,
  ambiguous: classCode.ambiguousDate,
  dayFirst: classCode.dayFirstDate,
  monthFirst: classCode.monthFirstDate,
  impossible: classCode.impossibleDate,
} as const;

/** The class code of a text in UTF-8. Sets `classified`. */
export const classifyValue = (bytes: Uint8Array, from: number, to: number, words: ValueWords = usualWords): number => {
  let start = from;
  let end = to;
  for (let width = 0; start < end && (width = spaceAt(bytes, start, end)) > 0;) start += width;
  for (let width = 0; start < end && (width = spaceBefore(bytes, start, end)) > 0;) end -= width;
  classified.isPadded = start !== from || end !== to;
  classified.number = Number.NaN;
  classified.decimals = 0;
  const first = bytes[start]!;
  if (words.areTold && end - start <= words.longest && words.codes.get(lowerCase(bytes, start, end)) === classCode.nullToken)
    return classCode.nullToken;
  if (start < end && first >= 43 && first <= 57 && first !== 44 && first !== 47) {
    const form = parseNumber(bytes, start, end);
    if (form !== null) {
      classified.number = parsedNumber.value;
      classified.decimals = parsedNumber.decimals;
      return numberCode[form];
    }
    const date = first >= 48 ? parseDate(bytes, start, end) : null;
    if (date !== null) {
      classified.number = date === 'impossible' ? Number.NaN : parsedDate.value;
      return dateCode[date];
    }
  }
  if (end - start > words.longest) return classCode.text;
  const word = lowerCase(bytes, start, end);
  const code = words.codes.get(word) ?? classCode.text;
  if (code === classCode.infinity) classified.number = word.startsWith('-') ? -Infinity : Infinity;
  return code;
};
