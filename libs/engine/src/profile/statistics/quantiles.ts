/** Quantile of ascending numbers by linear interpolation between order statistics: Hyndman and Fan's type 7. */
export const quantileOf = (sorted: Float64Array, share: number): number => {
  const place = (sorted.length - 1) * share;
  const low = Math.floor(place);
  const first = sorted[low]!;
  return place === low ? first : first + (sorted[low + 1]! - first) * (place - low);
};

/** Median of the distances from `centre`, which lies among the ascending numbers: a merge outwards from it. */
export const medianDistance = (sorted: Float64Array, centre: number): number => {
  const n = sorted.length;
  let right = lowerBound(sorted, centre);
  let left = right - 1;
  const wanted = n >> 1;
  let [before, distance] = [0, 0];
  for (let taken = 0; taken <= wanted; taken += 1) {
    before = distance;
    const below = left >= 0 ? centre - sorted[left]! : Infinity;
    const above = right < n ? sorted[right]! - centre : Infinity;
    if (below <= above) {
      distance = below;
      left -= 1;
    } else {
      distance = above;
      right += 1;
    }
  }
  return n % 2 === 1 ? distance : (before + distance) / 2;
};

/** The first place at which a number is at least `x`. */
export const lowerBound = (sorted: Float64Array, x: number): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
};
