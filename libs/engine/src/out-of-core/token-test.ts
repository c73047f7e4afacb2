import { classCode, classifyValue, type ValueWords } from '../profile/values/classify-value';
import { isNullWord, type NullEvidence } from '../rules/null-evidence';

const lower = (byte: number): number => (byte >= 65 && byte <= 90 ? byte + 32 : byte);
const isSign = (byte: number): boolean => byte > 32 && byte < 127;

export type TokenTest = (bytes: Uint8Array, start: number, end: number) => boolean;
const decoder = new TextDecoder();

/** Of texts that may stand for no value, those that surely do, by what their column tells of words among them. */
export const sureTokenTest =
  (isToken: TokenTest, evidence: NullEvidence | null): TokenTest =>
  (bytes, start, end) => {
    if (!isToken(bytes, start, end)) return false;
    const text = evidence && decoder.decode(bytes.subarray(start, end));
    return text === null || !isNullWord(text) || evidence?.isAbsent(text) === true;
  };

/** Whether texts stand for no value. Most are told from such by their length and first sign alone. */
export const tokenTest = (words: ValueWords): TokenTest => {
  const firstSigns = new Uint8Array(256);
  for (const [word, code] of words.codes) if (code === classCode.nullToken && word !== '') firstSigns[lower(word.charCodeAt(0))] = 1;
  return (bytes, start, end) => {
    if (end > start && isSign(bytes[start]!)) {
      if (firstSigns[lower(bytes[start]!)] === 0) return false;
      if (end - start > words.longest && isSign(bytes[end - 1]!)) return false;
    }
    return classifyValue(bytes, start, end, words) === classCode.nullToken;
  };
};
