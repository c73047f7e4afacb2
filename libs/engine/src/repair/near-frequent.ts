import { editsBetween } from './edits';
import type { ErrorHabit } from './judge-typo';
import { digits } from './typo-units';

/** A frequent text that a rare one may have been meant to be. */
export interface Correction {
  readonly text: string;
  readonly count: number;
}

/** Finds frequent texts near rare ones by an index, so that not every text is compared with every other. */
export interface NearFrequent {
  readonly find: (rare: string, count: number) => Correction[];
}

/** A text is frequent beside another one if it occurs so many times as often. */
const timesMore = 20;
const leastLength = 4;
const mostFrequent = 2000;

const holes = function* (characters: readonly string[]): Generator<string> {
  for (let at = 0; at < characters.length; at += 1) yield `${characters.slice(0, at).join('')}\uE001${characters.slice(at + 1).join('')}`;
};

/** Whether the one edit between two texts may be a slip: digits are never made up or lost, and letters are involved. */
const isSlip = (rare: string, frequent: string, mark: string | null, attested: (text: string) => boolean): boolean => {
  const most = 1;
  const edits = editsBetween(rare, frequent, most, mark === null ? most : rare.length);
  if (edits === null || edits.isStyle || edits.isEnding) return false;
  if (mark !== null && edits.mark !== mark) return false;
  if (mark !== null && edits.count * 3 > Array.from(frequent).length * 2) return false;
  const [a, b] = [Array.from(rare), Array.from(frequent)];
  if (a.filter((one) => one === digits).length !== b.filter((one) => one === digits).length) return false;
  if (a.length !== b.length) return !rare.includes(digits);
  for (const [at, character] of a.entries()) {
    if (character === b[at]) continue;
    if (character === digits || b[at] === digits) return false;
    // A letter beside digits may stand for a digit, unless no value is written like that.
    const isBeside = a[at - 1] === digits || a[at + 1] === digits;
    if (
      isBeside &&
      attested(
        a
          .toSpliced(at, 1, digits)
          .join('')
          .replaceAll(/\uE000+/g, digits),
      )
    )
      return false;
  }
  return true;
};

/**
 * @param counts how often each text occurs
 * @param least how often a frequent one does
 */
export const nearFrequent = (counts: ReadonlyMap<string, number>, { mark }: ErrorHabit, least: number): NearFrequent => {
  const frequent = [...counts]
    .filter(([, count]) => count >= least)
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostFrequent);
  const byKey = new Map<string, [string, number][]>();
  const put = (key: string, entry: [string, number]) => {
    const known = byKey.get(key);
    if (known) known.push(entry);
    else byKey.set(key, [entry]);
  };
  const keysOf = (text: string): string[] => {
    const characters = Array.from(text);
    if (mark !== null) return [String(characters.length)];
    return characters.length > 200 ? [] : [text, ...holes(characters), ...characters.map((_, at) => characters.toSpliced(at, 1).join(''))];
  };
  for (const entry of frequent) if (mark !== null || entry[0].length >= leastLength) for (const key of keysOf(entry[0])) put(key, entry);
  const attested = (text: string) => (counts.get(text) ?? 0) > 0;
  return {
    find: (rare, count) => {
      if (mark !== null && !rare.includes(mark)) return [];
      const seen = new Map<string, Correction>();
      for (const key of keysOf(rare))
        for (const [text, frequency] of byKey.get(key) ?? [])
          if (text !== rare && frequency >= count * timesMore && !seen.has(text) && isSlip(rare, text, mark, attested))
            seen.set(text, { text, count: frequency });
      return [...seen.values()].sort((a, b) => b.count - a.count);
    },
  };
};
