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

/** Words that were probably meant, the likeliest first: those that begin alike, then those within a third of the letters. Case says nothing. */
export const nearWords = (word: string, words: readonly string[], most = 3): string[] => {
  const meant = word.toLowerCase();
  if (meant === '' || meant.length > longest) return [];
  const near = words.flatMap((candidate) => {
    const lower = candidate.toLowerCase();
    if (lower.startsWith(meant)) return [{ candidate, edits: -1 }];
    const atMost = Math.max(1, Math.floor(Math.max(lower.length, meant.length) / 3));
    if (Math.abs(lower.length - meant.length) > atMost) return [];
    const edits = distance(meant, lower);
    return edits <= atMost ? [{ candidate, edits }] : [];
  });
  return near
    .sort((a, b) => a.edits - b.edits)
    .slice(0, most)
    .map(({ candidate }) => candidate);
};
