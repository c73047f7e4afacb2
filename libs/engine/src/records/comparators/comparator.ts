import type { ComparatorName } from '@millrace/contracts';
import { dates, datesIn, digitsOfDate, isDate } from './dates';
import { digits, phones } from './digits';
import { jaroWinkler } from './jaro-winkler';
import { numbers } from './numbers';
import { tokenSet } from './token-set';

/** How cells of a column are compared. */
export interface Comparator {
  /**
   * Of a column with some texts, a cell as it is compared; null where it says nothing. Texts are trimmed, in lower case and without accents
   * by then.
   */
  readonly normalIn: (texts: readonly string[]) => (text: string) => string | null;
  /** 0 to 1. */
  readonly similarity: (a: string, b: string) => number;
  /** What slips leave alone, for blocking; the same for most ways of mistyping one thing. */
  readonly rough: (normal: string) => string;
  /** From these on two cells are close, or near. */
  readonly close: number;
  readonly near: number;
}

const onlyDigits = (text: string): string => text.replace(/\D+/g, '');
const words = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
const orNull = (text: string): string | null => (text === '' ? null : text);

const soundexDigits: Readonly<Record<string, string>> = Object.fromEntries(
  ['bfpv', 'cgjkqsxz', 'dt', 'l', 'mn', 'r'].flatMap((letters, at) => Array.from(letters, (letter) => [letter, String(at + 1)])),
);
/** Consonants by their sound after the first letter, four of them: Soundex, as the US National Archives define it but for `h` and `w`. */
const soundex = (word: string): string => {
  let [code, last] = [word.slice(0, 1), soundexDigits[word.slice(0, 1)] ?? ''];
  for (let at = 1; at < word.length && code.length < 4; at += 1) {
    const sound = soundexDigits[word[at] ?? ''] ?? '';
    if (sound !== '' && sound !== last) code += sound;
    last = sound;
  }
  return code;
};

const longestWord = (text: string): string => text.split(' ').reduce((best, word) => (word.length > best.length ? word : best), '');
const sortedSigns = (text: string): string => Array.from(text).sort().join('');

/** The same in every column. */
const anywhere = (normal: (text: string) => string | null) => () => normal;

/** Every way to compare, by name. */
export const comparators = {
  names: { normalIn: anywhere((text) => orNull(words(text))), similarity: jaroWinkler, rough: soundex, close: 0.9, near: 0.8 },
  words: {
    normalIn: anywhere((text) => orNull(words(text))),
    similarity: (a, b) => Math.max(tokenSet(a, b), jaroWinkler(a, b) - 0.1),
    rough: (text) => soundex(longestWord(text)),
    close: 0.8,
    near: 0.6,
  },
  digits: { normalIn: anywhere((text) => orNull(words(text))), similarity: digits, rough: sortedSigns, close: 0.9, near: 0.8 },
  phones: {
    normalIn: anywhere((text) => orNull(onlyDigits(text))),
    similarity: phones,
    rough: (text) => text.slice(-9),
    close: 0.9,
    near: 0.8,
  },
  dates: { normalIn: datesIn, similarity: dates, rough: digitsOfDate, close: 0.9, near: 0.8 },
  numbers: {
    normalIn: anywhere((text) => (Number.isFinite(Number(text)) ? orNull(text) : null)),
    similarity: numbers,
    rough: (text) => text,
    close: 0.9,
    near: 0.8,
  },
} as const satisfies Record<ComparatorName, Comparator>;

const sampledTexts = 2000;
const mostly = 0.9;

/** How the texts of a column are best compared. Texts are trimmed and in lower case. */
export const chooseComparator = (texts: readonly string[]): ComparatorName => {
  const step = Math.max(1, Math.floor(texts.length / sampledTexts));
  const sample = texts.filter((text, at) => at % step === 0 && text !== '');
  const share = (holds: (text: string) => boolean): number => sample.filter(holds).length / Math.max(1, sample.length);
  if (share(isDate) >= mostly) return 'dates';
  if (share((text) => /^[-+]?\d*\.\d+(?:e[-+]?\d+)?$|^[-+]?\d+$/.test(text)) >= mostly && share((text) => text.includes('.')) > 0.5)
    return 'numbers';
  if (share((text) => /^\d+$/.test(text)) >= mostly) return 'digits';
  if (share((text) => /^[\d\s()+./-]+$/.test(text) && onlyDigits(text).length >= 7) >= mostly) return 'phones';
  return share((text) => text.includes(' ')) > 0.5 ? 'words' : 'names';
};
