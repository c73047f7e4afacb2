/** The number that lies at a share of the way from one to another; their distance may be beyond the largest number. */
export const between = (first: number, next: number, share: number): number => {
  const distance = next - first;
  return Number.isFinite(distance) ? first + distance * share : first * (1 - share) + next * share;
};

/** Quantile of ascending numbers by linear interpolation between order statistics: Hyndman and Fan's type 7. */
export const quantileOf = (sorted: Float64Array, share: number): number => {
  const place = (sorted.length - 1) * share;
  const low = Math.floor(place);
  const first = sorted[low]!;
  return place === low ? first : between(first, sorted[low + 1]!, place - low);
};

/** Median of the distances from `centre`, which lies among the ascending numbers: those to its left and those to its right are in order. */
export const medianDistance = (sorted: Float64Array, centre: number): number => {
  const n = sorted.length;
  const right = lowerBound(sorted, centre);
  const below = (at: number): number => (at < right ? centre - sorted[right - 1 - at]! : Infinity);
  const above = (at: number): number => (right + at < n ? sorted[right + at]! - centre : Infinity);
  /** The distance that has `rank` others before it: `low` of them lie below. */
  const ofRank = (rank: number): number => {
    let [low, high] = [Math.max(0, rank - (n - right)), Math.min(rank, right)];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (below(middle) < above(rank - middle - 1)) low = middle + 1;
      else high = middle;
    }
    return Math.min(below(low), above(rank - low));
  };
  const half = n >> 1;
  return n % 2 === 1 ? ofRank(half) : (ofRank(half - 1) + ofRank(half)) / 2;
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
