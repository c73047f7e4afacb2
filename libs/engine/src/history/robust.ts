/** Middle of the numbers; the mean of the two middle ones of an even number of them. NaN for none. */
export const medianOf = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[(sorted.length >> 1) - 1] ?? Number.NaN) + upper) / 2;
};

/** Makes a median absolute deviation the standard deviation of normally distributed numbers: 1 / Φ⁻¹(¾). */
const normal = 1.4826;

/** Median absolute deviation from 0, scaled to the standard deviation of normally distributed residuals. */
export const spreadOf = (residuals: readonly number[]): number => normal * medianOf(residuals.map(Math.abs));

/** Slope of the median of all pairs (Theil and Sen): what one step along x adds. At least two different x. */
export const slopeOf = (points: readonly (readonly [x: number, y: number])[]): number =>
  medianOf(
    points.flatMap(([x, y], at) => points.slice(at + 1).flatMap(([otherX, otherY]) => (otherX === x ? [] : [(otherY - y) / (otherX - x)]))),
  );
