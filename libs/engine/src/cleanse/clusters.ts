import type { StepOf } from '@millrace/contracts';

type By = StepOf<'clusterValues'>['by'];

/** Values that are spellings of one another, the most frequent first. */
export interface ValueCluster {
  readonly values: readonly { readonly text: string; readonly count: number }[];
}

const shortest = 5;
const gram = 2;
const soundex = 'bfpv,cgjkqsxz,dt,l,mn,r'.split(',');

const bare = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .trim();

/** After Russell and Odell: a letter and three digits; numbers stand for themselves. */
const sound = (word: string): string => {
  if (!/^[a-z]+$/.test(word)) return word;
  const digit = (letter: string) => soundex.findIndex((group) => group.includes(letter)) + 1;
  let [code, last] = [word.slice(0, 1), digit(word.slice(0, 1))];
  for (const letter of word.slice(1)) {
    const next = digit(letter);
    if (next > 0 && next !== last) code += String(next);
    if (letter !== 'h' && letter !== 'w') last = next;
  }
  return code.slice(0, 4).padEnd(4, '0');
};

const grams = (text: string): string => {
  const signs = Array.from(bare(text).replace(/\s/g, ''));
  const all = signs.length < gram ? [signs.join('')] : signs.slice(gram - 1).map((_, at) => signs.slice(at, at + gram).join(''));
  return [...new Set(all)].toSorted().join('');
};

/** Texts of which two that are one edit apart share at least one: each with one character left out, and as it is. */
const shortened = (text: string): string[] => {
  const signs = Array.from(text);
  return signs.length < shortest ? [] : [text, ...signs.map((_, at) => [...signs.slice(0, at), ...signs.slice(at + 1)].join(''))];
};

const keysBy: Readonly<Record<By, (text: string) => readonly string[]>> = {
  fingerprint: (text) => [[...new Set(bare(text).split(/\s+/))].toSorted().join(' ')],
  ngram: (text) => [grams(text)],
  phonetic: (text) => [bare(text).split(/\s+/).map(sound).join(' ')],
  edit: shortened,
};

/** Whether at most one character was put in, left out or replaced. */
const isEditApart = (a: string, b: string): boolean => {
  const [longer, other] = a.length >= b.length ? [Array.from(a), Array.from(b)] : [Array.from(b), Array.from(a)];
  let at = 0;
  while (at < other.length && longer[at] === other[at]) at += 1;
  const rest = (signs: readonly string[], from: number) => signs.slice(from).join('');
  if (longer.length === other.length) return rest(longer, at + 1) === rest(other, at + 1);
  return longer.length === other.length + 1 && rest(longer, at + 1) === rest(other, at);
};

/** A digit tells one thing from the next: numbers are never spellings of one another. Nor do signs that say something, and letters that stand alone: C++ and C#, A+ and A-, House A and House B. */
const telling = (text: string): string =>
  [
    text.replace(/\D+/g, ' ').trim(),
    text.replace(/[^+#*%<>=~^±°$€£¥@]/g, ''),
    text.trim().endsWith('-') ? '-' : '',
    (bare(text).match(/(?<![\p{L}\p{N}])\p{L}(?![\p{L}\p{N}])/gu) ?? []).toSorted().join(''),
  ].join(' ');

/**
 * Groups values by keys that spellings of the same share, as OpenRefine does: no value is compared with all others.
 * @returns clusters of two or more values, none of which are in two
 */
export const clustersOf = (values: readonly { readonly text: string; readonly count: number }[], by: By): ValueCluster[] => {
  const root = values.map((_, at) => at);
  const find = (at: number): number => {
    let up = at;
    while (root[up] !== up) up = root[up] = root[root[up] ?? 0] ?? 0;
    return up;
  };
  const holders = new Map<string, number[]>();
  for (const [at, { text }] of values.entries()) {
    for (const key of keysBy[by](text)) {
      // One letter is a name of its own, whatever stands around it.
      if (key.length < 2) continue;
      const others = holders.get(key) ?? [];
      for (const other of others) {
        const like = values[other]?.text ?? '';
        if (telling(like) === telling(text) && (by !== 'edit' || isEditApart(like, text))) root[find(at)] = find(other);
      }
      holders.set(
        key,
        by === 'edit' || others.every((other) => telling(values[other]?.text ?? '') !== telling(text)) ? [...others, at] : others,
      );
    }
  }
  const groups = Map.groupBy(values.keys(), find);
  return [...groups.values()]
    .filter(({ length }) => length > 1)
    .map((members) => ({
      values: members
        .flatMap((at) => values[at] ?? [])
        .toSorted((a, b) => b.count - a.count || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)),
    }));
};
