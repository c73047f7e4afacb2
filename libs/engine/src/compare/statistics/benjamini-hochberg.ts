/**
 * Probabilities adjusted for how many were tried (Benjamini and Hochberg 1995): calling those at most α leaves, in expectation, at most
 * a share α of false calls. In the order given.
 */
export const benjaminiHochberg = (probabilities: readonly number[]): number[] => {
  const order = probabilities.map((_, at) => at).sort((a, b) => (probabilities[b] ?? 1) - (probabilities[a] ?? 1));
  const adjusted = new Array<number>(probabilities.length).fill(1);
  let least = 1;
  for (const [place, at] of order.entries()) {
    const rank = probabilities.length - place;
    least = Math.min(least, (probabilities[at] ?? 1) * (probabilities.length / rank));
    adjusted[at] = least;
  }
  return adjusted;
};
