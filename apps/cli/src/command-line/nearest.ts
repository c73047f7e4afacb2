/** Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other (optimal string alignment). */
const distance = (a: string, b: string): number => {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_unused, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number): number => table[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i += 1)
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      (table[i] ?? [])[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost, swapped);
    }
  return at(a.length, b.length);
};

const longest = 40;

/** The word that was probably meant, or null: one that begins alike, else the nearest within a third of its letters. */
export const nearest = (word: string, words: readonly string[]): string | null => {
  if (word === '' || word.length > longest) return null;
  const beginning = words.find((candidate) => candidate.startsWith(word));
  if (beginning !== undefined) return beginning;
  const [best] = words
    .map((candidate) => ({ candidate, edits: distance(word, candidate) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, Math.floor(Math.max(candidate.length, word.length) / 3)))
    .sort((a, b) => a.edits - b.edits);
  return best?.candidate ?? null;
};
