import { defaultNullTokens, type ColumnProfile } from '@millrace/contracts';
import type { TextReader } from '../columnar/text-reader';
import type { ValueWords } from '../profile/values/classify-value';
import {
  ambiguousTokens,
  isBoolean,
  isTyped,
  leastAlike,
  leastTyped,
  looksLikeName,
  styleOf,
  wordTokens,
  zeroWords,
  type WordStyle,
} from '../profile/values/null-words';
import { CodeBook, type CodedColumn } from '../relations/coded-column';
import { isAbsent } from './keeps-rule';

const usualTokens: ReadonlySet<string> = new Set(defaultNullTokens);

const tokenOf = (text: string): string => text.trim().toLowerCase();

/** Whether a text is a usual token for no value and a word, too: only its column can tell what it says there. */
export const isNullWord = (text: string): boolean => {
  const token = tokenOf(text);
  return wordTokens.has(token) || ambiguousTokens.has(token);
};

/** Numbers from this one on have no zero beside them that a word could stand for. */
const farFromZero = 1;

/** What a column's cells tell of the words in it that may stand for no value. Nothing is held but sums. */
export class NullEvidence {
  private others = 0;
  private typed = 0;
  private numbers = 0;
  private least = Infinity;
  private readonly styles = new Map<WordStyle, number>();

  /** @param cells that have the text */
  add(text: string, cells: number): void {
    if (usualTokens.has(tokenOf(text))) return;
    this.others += cells;
    if (isTyped(text.trim())) {
      this.typed += cells;
      const number = Number(text.trim().replace(/[,%\s]/g, ''));
      if (Number.isNaN(number)) return;
      this.numbers += cells;
      this.least = Math.min(this.least, Math.abs(number));
      return;
    }
    const style = isBoolean(text) ? null : styleOf(text);
    if (style !== null) this.styles.set(style, (this.styles.get(style) ?? 0) + cells);
  }

  /**
   * Whether a word that `isNullWord` stands for no value in the column: not where it may be one of its words, as NA is a country and Null a
   * name, nor where `none` may be a number's zero.
   */
  isAbsent(text: string): boolean {
    const [writing, token] = [text.trim(), tokenOf(text)];
    const isOfTyped = this.others > 0 && this.typed >= this.others * leastTyped;
    if (wordTokens.has(token)) return isOfTyped && !(zeroWords.has(token) && this.numbers > 0 && this.least < farFromZero);
    if (isOfTyped) return true;
    const style = styleOf(writing);
    return !looksLikeName(writing) && (style === null || (this.styles.get(style) ?? 0) < Math.max(1, this.others) * leastAlike);
  }
}

/**
 * Of some texts, by their place, whether each surely stands for no value: what people have said does, all else that is no word does.
 * @param counts cells of each; 0 where it is in no row that is looked at
 * @param evidence of more cells than these; of these where left out
 */
export const surelyAbsent = (
  { values, counts }: Pick<CodedColumn, 'values' | 'counts'>,
  words: ValueWords,
  evidence?: NullEvidence | null,
): boolean[] => {
  const absent = values.map((text) => isAbsent(text, words));
  if (words.areTold || !values.some(isNullWord)) return absent;
  const own = evidence ?? new NullEvidence();
  if (own !== evidence) for (const [code, text] of values.entries()) if (counts[code]! > 0) own.add(text, counts[code]!);
  return values.map((text, code) => absent[code] === true && (!isNullWord(text) || own.isAbsent(text)));
};

/** What all cells of a column tell of such words; null where there are none, or where people have said what stands for no value. */
export const readEvidence = async (reader: TextReader, column: ColumnProfile, words: ValueWords): Promise<NullEvidence | null> => {
  if (words.areTold || column.nullTokens.length === 0) return null;
  const evidence = new NullEvidence();
  for await (const { chunk } of reader.column(column.position)) {
    const book = new CodeBook(chunk.length);
    book.add(chunk);
    const { values, counts } = book.finish();
    for (const [code, text] of values.entries()) evidence.add(text, counts[code]!);
  }
  return evidence;
};
