import { inBlocks } from './in-blocks';
import { classCode } from './values/classify-value';
import { textFlag } from './values/describe-text';
import type { ValueTable } from './values/value-table';

/** Sums over the values of a column, each as often as it occurs; tokens for "no value" are left out. */
export interface TextTotals {
  readonly minChars: number;
  readonly maxChars: number;
  readonly chars: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly words: number;
  readonly maxWords: number;
  readonly upperOnly: number;
  readonly lowerOnly: number;
  readonly mixedCase: number;
  readonly digitsOnly: number;
  readonly nonAscii: number;
  readonly leadingSpace: number;
  readonly trailingSpace: number;
  /** With white space at an end, or both. */
  readonly padded: number;
  readonly manyWords: number;
}

const { upper, lower, digit, leadingSpace: leading, trailingSpace: trailing } = textFlag;
const beyondAscii =
  textFlag.latin | textFlag.greek | textFlag.cyrillic | textFlag.arabic | textFlag.hebrew | textFlag.eastAsian | textFlag.otherScript;
type TextSums = { -readonly [sum in keyof TextTotals]: number };

const addTexts = (table: ValueTable, from: number, to: number, sums: TextSums): void => {
  const { classes, counts, words: wordCounts, flags } = table;
  let { minChars, maxChars, chars, minBytes, maxBytes, words, maxWords, upperOnly, lowerOnly, mixedCase, digitsOnly } = sums;
  let { nonAscii, leadingSpace, trailingSpace, padded, manyWords } = sums;
  for (let entry = from; entry < to; entry += 1) {
    const count = counts[entry]!;
    const flag = flags[entry]!;
    if ((flag & (leading | trailing)) !== 0) padded += count;
    if (classes[entry] === classCode.nullToken) continue;
    const length = table.charsOf(entry);
    const bytes = table.bytesOf(entry);
    if (length < minChars) minChars = length;
    if (length > maxChars) maxChars = length;
    if (bytes < minBytes) minBytes = bytes;
    if (bytes > maxBytes) maxBytes = bytes;
    chars += length * count;
    const own = wordCounts[entry]!;
    words += own * count;
    if (own > maxWords) maxWords = own;
    if (own > 1) manyWords += count;
    const letters = flag & (upper | lower);
    if (letters === upper) upperOnly += count;
    else if (letters === lower) lowerOnly += count;
    else if (letters !== 0) mixedCase += count;
    if (flag === digit) digitsOnly += count;
    if ((flag & beyondAscii) !== 0) nonAscii += count;
    if ((flag & leading) !== 0) leadingSpace += count;
    if ((flag & trailing) !== 0) trailingSpace += count;
  }
  Object.assign(sums, { minChars, maxChars, chars, minBytes, maxBytes, words, maxWords, upperOnly, lowerOnly, mixedCase, digitsOnly });
  Object.assign(sums, { nonAscii, leadingSpace, trailingSpace, padded, manyWords });
};

export const textTotals = (table: ValueTable): TextTotals => {
  const sums: TextSums = {
    ...{ minChars: Infinity, maxChars: 0, chars: 0, minBytes: Infinity, maxBytes: 0, words: 0, maxWords: 0 },
    ...{ upperOnly: 0, lowerOnly: 0, mixedCase: 0, digitsOnly: 0, nonAscii: 0, leadingSpace: 0, trailingSpace: 0, padded: 0, manyWords: 0 },
  };
  inBlocks(table.size, (from, to) => {
    addTexts(table, from, to, sums);
  });
  return sums;
};
