import { familyNames, givenNames } from '../pii/person-words';
import { editsBetween } from './edits';

/** How a rare text may be one that is meant beside a frequent one: surely enough to leave it alone, or so that people have to say. */
export type Variant = 'meant' | 'doubtful' | null;

export interface NaturalVariants {
  /** @param count how often the rare text occurs */
  readonly judge: (rare: string, count: number, frequent: string) => Variant;
}

/** Texts that occur so often beside a near one, and not so many times as rarely, are both meant. */
const leastSeen = 3;
const timesRarer = 20;
const [mostTexts, mostLetters] = [4000, 60];
/** Pairs of texts that are meant and differ by the same edit, before it is one that the column makes. */
const leastSameEdit = 2;
/** Pairs, and part of the texts, from which on near ones are nothing unusual in a column. */
const [manyPairs, manyShare] = [3, 0.05];
/** In shorter words one letter is often another word: wool and wood. */
const leastWord = 6;

const vowel = /^[aeiouyаеёиоуыэюя]$/;
const bare = (letter: string): string => letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Short names that have another gender with a vowel behind them: Petr and Petra, Simon and Simone. */
const mostNameLetters = 7;
const isOtherGender = (short: string, long: string): boolean =>
  /^\p{Lu}\p{L}{2,}$/u.test(short) && short.length < mostNameLetters && [`${short}a`, `${short}e`].includes(long);

const titles: ReadonlySet<string> = new Set(['mr', 'ms', 'mrs', 'miss', 'mx', 'herr', 'frau', 'sr', 'sra', 'm', 'mme', 'mlle']);

/** Whether two texts differ in their last letter alone, a vowel in both: `-ski`, `-ska`; or in a vowel that makes another name of one. */
const isInflected = (one: string, other: string): boolean => {
  if (isOtherGender(one, other) || isOtherGender(other, one)) return true;
  const [a, b] = [Array.from(one), Array.from(other)];
  if (a.length !== b.length || a.slice(0, -1).join('') !== b.slice(0, -1).join('')) return false;
  return vowel.test(bare(a.at(-1) ?? '')) && vowel.test(bare(b.at(-1) ?? ''));
};

/** The words in which two texts differ; all of them where they differ in more than one. */
const differingWords = (one: string, other: string): readonly [one: string, other: string] => {
  const [words, others] = [one.split(/[^\p{L}\p{M}]+/u), other.split(/[^\p{L}\p{M}]+/u)];
  const differing = words.length === others.length ? [...words.keys()].filter((at) => words[at] !== others[at]) : [];
  const [at = -1] = differing;
  return differing.length === 1 ? [words[at] ?? one, others[at] ?? other] : [one, other];
};

const areTitles = (one: string, other: string): boolean => titles.has(one.toLowerCase()) && titles.has(other.toLowerCase());
const isListed = (text: string): boolean => givenNames.has(text.toLowerCase()) || familyNames.has(text.toLowerCase());
const reversed = (change: string): string => change.split('→').toReversed().join('→');

/** Whether a text has a name of its own where another one has one nearly like it: Maria and Mario, Joan and Jean. */
export const isAnotherName = (text: string, near: string): boolean => {
  const [word, other] = differingWords(text, near);
  return isListed(word) || isInflected(word, other) || areTitles(word, other);
};

/** Whether two texts that are alike both occur so often that neither is a slip of the other. */
export const areBothMeant = (count: number, other: number): boolean =>
  Math.min(count, other) >= leastSeen && Math.min(count, other) * timesRarer >= Math.max(count, other);

/** Pairs of texts that are one edit apart and both meant, by an index of what is left of each without one of its letters. */
const meantPairs = (
  counts: ReadonlyMap<string, number>,
): { readonly changes: ReadonlyMap<string, number>; readonly pairs: number; readonly texts: number } => {
  const texts = [...counts]
    .filter(([text, count]) => count >= leastSeen && text.length >= leastSeen && text.length <= mostLetters)
    .slice(0, mostTexts);
  const byKey = new Map<string, number[]>();
  const changes = new Map<string, number>();
  const seen = new Set<number>();
  for (const [at, [text, count]] of texts.entries()) {
    const letters = Array.from(text);
    const keys = new Set([
      text,
      ...letters.flatMap((_, place) => [letters.toSpliced(place, 1).join(''), letters.toSpliced(place, 1, '\uE001').join('')]),
    ]);
    for (const key of keys) {
      const known = byKey.get(key) ?? [];
      for (const other of known) {
        const [otherText, otherCount] = texts[other] ?? ['', 0];
        if (!areBothMeant(count, otherCount) || seen.has(other * mostTexts + at)) continue;
        const edits = editsBetween(text, otherText, 1, 1);
        if (edits === null || edits.count === 0 || edits.isStyle) continue;
        seen.add(other * mostTexts + at);
        for (const change of new Set([edits.change, reversed(edits.change)])) changes.set(change, (changes.get(change) ?? 0) + 1);
      }
      if (known.length < 8) byKey.set(key, [...known, at]);
    }
  }
  return { changes, pairs: seen.size, texts: texts.length };
};

/**
 * Tells slips from texts that only look like a frequent one: other endings of it (`Nowakowska` beside `Nowakowski`), texts that differ from it
 * as others of the column differ from each other (`Jon` and `John`, where there are `Jonathan` and `Johnathan`), names that are known.
 * @param counts how often each text occurs
 */
export const naturalVariants = (counts: ReadonlyMap<string, number>): NaturalVariants => {
  const { changes, pairs, texts } = meantPairs(counts);
  const isCrowded = pairs >= manyPairs && pairs >= texts * manyShare;
  return {
    judge: (text, count, near) => {
      if (isAnotherName(text, near)) return 'meant';
      const change = editsBetween(text, near, 1, 1)?.change;
      if (change !== undefined && (changes.get(change) ?? 0) >= leastSameEdit) return 'meant';
      // The same slip is seldom made twice.
      return isCrowded || count > 1 || Array.from(differingWords(text, near)[0]).length < leastWord ? 'doubtful' : null;
    },
  };
};
