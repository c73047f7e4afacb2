import type { CountedValue } from '../semantic/detect-semantic-types';
import { familyNames, givenNames } from './person-words';

/** How much the values of a column look like names of persons. */
export interface NameShares {
  /** Share of the cells that are one to five words of letters, each beginning with a capital. */
  readonly shaped: number;
  /** Share of the cells that are, and have a word of the lists of names. */
  readonly listed: number;
  /** Share of the cells that are so shaped and of two words or more. */
  readonly severalWords: number;
  /** Different words that were found in the lists. */
  readonly words: number;
}

export const noNames: NameShares = { shaped: 0, listed: 0, severalWords: 0, words: 0 };

const shape = /^\p{Lu}[\p{L}\p{M}'’.-]*(?:,? (?:\p{Lu}[\p{L}\p{M}'’.-]*|v[ao]n|de[lr]?|d[aio]s?|la|le|bin|al|den|ter|zu)){0,5}$/u;
const parts = /[^\p{L}-]+/u;

const inAscii = (word: string): string =>
  word.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').replaceAll('ø', 'o').replaceAll('ł', 'l');

/** @param values different values that are not absent, with their counts */
export const nameSharesOf = (values: readonly CountedValue[]): NameShares => {
  const found = new Set<string>();
  let [cells, shaped, listed, several] = [0, 0, 0, 0];
  for (const { value, count } of values) {
    cells += count;
    const text = value.trim();
    if (text.length > 60 || !shape.test(text)) continue;
    shaped += count;
    if (text.includes(' ')) several += count;
    const hits = text
      .split(parts)
      .map(inAscii)
      .filter((word) => givenNames.has(word) || familyNames.has(word));
    if (hits.length > 0) listed += count;
    for (const hit of hits) found.add(hit);
  }
  if (cells === 0) return noNames;
  return { shaped: shaped / cells, listed: listed / cells, severalWords: several / cells, words: found.size };
};
