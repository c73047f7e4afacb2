import { givenNames } from '../../pii/person-words';
import { jaroWinkler } from './jaro-winkler';

/** What tells a father from a son of his name. */
export const generations: ReadonlyMap<string, number> = new Map([
  ...['sr', 'snr', 'senior'].map((word) => [word, 1] as const),
  ...['jr', 'jnr', 'junior', 'ii'].map((word) => [word, 2] as const),
  ['iii', 3],
  ['iv', 4],
]);

/** A name's words and generation; a first word is never one. */
const parts = (name: string): { readonly words: readonly string[]; readonly generation: number | null } => {
  const words = name.split(' ');
  const at = words.findIndex((word, place) => place > 0 && generations.has(word));
  return at < 0 ? { words, generation: null } : { words: words.toSpliced(at, 1), generation: generations.get(words[at] ?? '') ?? null };
};

/** What two names say by their generations (Jr., Sr.): `near` where only one has any; null where they say nothing against each other. */
export const generationsApart = (a: string, b: string): 'different' | 'near' | null => {
  const [one, other] = [parts(a).generation, parts(b).generation];
  return one === other ? null : one === null || other === null ? 'near' : 'different';
};

const without = (words: readonly string[], others: readonly string[]): string[] => {
  const left = [...others];
  return words.filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
};

/** So many times as rare as a name is a slip of it, and so are words that occur no more often. */
const [timesRarer, mostSlips] = [20, 2];
const [close, near] = [0.9, 0.8];
/** In names of so few letters another letter makes another name. */
const fewLetters = 4;

/**
 * What the words in which two names of persons differ say, whatever they have in common: `different` where they are other words, or of other
 * generations (Jr., Sr.); `near` where they look alike and may each be a name of its own (Jon, John) rather than a slip; null where that
 * says no more than the names as a whole, such as for initials and left-out words.
 * @param a, b in lower case, words separated by single blanks
 * @param countOf how often a word occurs in the column
 */
export const distinctNames = (a: string, b: string, countOf: (word: string) => number): 'different' | 'near' | null => {
  const told = generationsApart(a, b);
  if (told !== null) return told;
  const [one, other] = [parts(a).words, parts(b).words];
  const [left, right] = [without(one, other), without(other, one)];
  const [x, y] = [left.join(''), right.join('')];
  if (x === y || x === '' || y === '') return null;
  if (x.length === 1 || y.length === 1) return x[0] === y[0] ? null : 'different';
  const alike = jaroWinkler(x, y);
  if (alike < near) return 'different';
  const [rarer, commoner] = [Math.min(countOf(x), countOf(y)), Math.max(countOf(x), countOf(y))];
  const areNames = (givenNames.has(x) && givenNames.has(y)) || (rarer > mostSlips && rarer * timesRarer >= commoner);
  return alike < close || areNames || Math.max(x.length, y.length) <= fewLetters ? 'near' : null;
};
