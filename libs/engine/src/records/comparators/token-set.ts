import { jaroWinkler } from './jaro-winkler';

/** Words that are as much alike count as one. */
const sameWord = 0.9;

/**
 * How much of the words of two texts is in both, whatever their order, 0 to 1 (Dice, words that look alike paired once). Numbers count only
 * where they are the same.
 */
export const tokenSet = (a: string, b: string): number => {
  const [wordsA, wordsB] = [a.split(' '), b.split(' ')];
  const taken = new Set<number>();
  let shared = 0;
  for (const word of wordsA) {
    let [best, at] = [0, -1];
    for (const [other, candidate] of wordsB.entries()) {
      if (taken.has(other)) continue;
      const isNumber = /\d/.test(word) || /\d/.test(candidate);
      const alike = word === candidate ? 1 : isNumber ? 0 : jaroWinkler(word, candidate);
      if (alike > best) [best, at] = [alike, other];
    }
    if (best < sameWord) continue;
    taken.add(at);
    shared += best;
  }
  return (2 * shared) / (wordsA.length + wordsB.length);
};
