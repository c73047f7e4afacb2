/** First Wasserstein distance: the area between the two empirical distribution functions, in the numbers' unit; of ascending numbers. */
export const wasserstein = (before: Float64Array, after: Float64Array): number => {
  let [i, j, area] = [0, 0, 0];
  let last = Math.min(before[0]!, after[0]!);
  while (i < before.length || j < after.length) {
    const x = Math.min(before[i] ?? Infinity, after[j] ?? Infinity);
    area += Math.abs(i / before.length - j / after.length) * (x - last);
    while (i < before.length && before[i] === x) i += 1;
    while (j < after.length && after[j] === x) j += 1;
    last = x;
  }
  return area;
};
