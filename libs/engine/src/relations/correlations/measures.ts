import { inBlocks } from '../../profile/in-blocks';

/** A measure over the rows in which both columns have a value; null where it is not defined. */
export interface Measured {
  readonly value: number | null;
  readonly rows: number;
}

const leastRows = 3;
const within = (value: number, low: number): number => Math.max(low, Math.min(1, value));

/** Adds the rows in which both have a number to their count and sums. @param sums rows, Σ x, Σ y */
const addBlock = (x: Float64Array, y: Float64Array, from: number, to: number, sums: Float64Array): void => {
  let rows = sums[0]!;
  let sumX = sums[1]!;
  let sumY = sums[2]!;
  for (let at = from; at < to; at += 1) {
    const a = x[at]!;
    const b = y[at]!;
    if (a !== a || b !== b) continue;
    rows += 1;
    sumX += a;
    sumY += b;
  }
  sums[0] = rows;
  sums[1] = sumX;
  sums[2] = sumY;
};

/** @param means of x and y @param squares Σ (x − x̄)², Σ (y − ȳ)², Σ (x − x̄)(y − ȳ) */
const addSquares = (x: Float64Array, y: Float64Array, from: number, to: number, means: Float64Array, squares: Float64Array): void => {
  const meanX = means[0]!;
  const meanY = means[1]!;
  let xx = squares[0]!;
  let yy = squares[1]!;
  let xy = squares[2]!;
  for (let at = from; at < to; at += 1) {
    const a = x[at]! - meanX;
    const b = y[at]! - meanY;
    if (a !== a || b !== b) continue;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  squares[0] = xx;
  squares[1] = yy;
  squares[2] = xy;
};

/**
 * Pearson's r: the covariance over the product of the standard deviations, with means taken first. Not defined for fewer than three rows,
 * nor where one of the columns has one value in them.
 * @param x NaN where there is no number
 */
export const pearson = (x: Float64Array, y: Float64Array): Measured => {
  const n = x.length;
  const sums = new Float64Array(3);
  inBlocks(n, (from, to) => addBlock(x, y, from, to, sums));
  const [rows, sumX, sumY] = sums as unknown as [number, number, number];
  const means = Float64Array.of(sumX / rows, sumY / rows);
  const squares = new Float64Array(3);
  inBlocks(n, (from, to) => addSquares(x, y, from, to, means, squares));
  const [xx, yy, xy] = squares as unknown as [number, number, number];
  // What is left of equal numbers by rounding is no spread.
  const isFlat = xx <= rows * (means[0]! * 1e-15) ** 2 || yy <= rows * (means[1]! * 1e-15) ** 2;
  const value = rows < leastRows || isFlat ? null : within(xy / Math.sqrt(xx) / Math.sqrt(yy), -1);
  return { value: value !== null && Number.isFinite(value) ? value : null, rows };
};

/**
 * Cramér's V with Bergsma's correction of its bias (2013): φ² = χ²/n less (r−1)(k−1)/(n−1), not below 0, over the lesser of r̃−1 and k̃−1
 * with r̃ = r − (r−1)²/(n−1), and of that the root. Levels that do not occur in these rows do not count. Not defined where a column has
 * one level in them.
 * @param a level of each row, below `levelsA`; -1 where there is none
 */
export const cramersV = (a: Int32Array, levelsA: number, b: Int32Array, levelsB: number): Measured => {
  const cells = new Uint32Array(levelsA * levelsB);
  const [sumsA, sumsB] = [new Uint32Array(levelsA), new Uint32Array(levelsB)];
  let rows = 0;
  for (let at = 0; at < a.length; at += 1) {
    const left = a[at]!;
    const right = b[at]!;
    if (left < 0 || right < 0) continue;
    rows += 1;
    cells[left * levelsB + right]! += 1;
    sumsA[left]! += 1;
    sumsB[right]! += 1;
  }
  const [r, k] = [sumsA, sumsB].map((sums) => sums.reduce((levels, sum) => levels + (sum > 0 ? 1 : 0), 0)) as [number, number];
  if (rows < leastRows || r < 2 || k < 2) return { value: null, rows };
  let squares = 0;
  for (let left = 0; left < levelsA; left += 1)
    for (let right = 0; right < levelsB; right += 1) {
      const cell = cells[left * levelsB + right]!;
      if (cell > 0) squares += (cell / sumsA[left]!) * (cell / sumsB[right]!);
    }
  const phi = Math.max(0, squares - 1 - ((r - 1) * (k - 1)) / (rows - 1));
  const least = Math.min(r - (r - 1) ** 2 / (rows - 1), k - (k - 1) ** 2 / (rows - 1)) - 1;
  return { value: least <= 0 ? null : within(Math.sqrt(phi / least), 0), rows };
};

/** Adds the rows that have a level and a number. @param sums rows, Σ y */
const addLevelled = (a: Int32Array, y: Float64Array, from: number, to: number, sums: Float64Array): void => {
  let rows = sums[0]!;
  let sum = sums[1]!;
  for (let at = from; at < to; at += 1) {
    const number = y[at]!;
    if (a[at]! < 0 || number !== number) continue;
    rows += 1;
    sum += number;
  }
  sums[0] = rows;
  sums[1] = sum;
};

/** Numbers by level: rows, Σ (y − ȳ), and of all together Σ (y − ȳ)². */
interface ByLevel {
  readonly sizes: Uint32Array;
  readonly sums: Float64Array;
  readonly total: Float64Array;
}

const addResiduals = (a: Int32Array, y: Float64Array, from: number, to: number, mean: number, { sizes, sums, total }: ByLevel): void => {
  let squares = total[0]!;
  for (let at = from; at < to; at += 1) {
    const level = a[at]!;
    const off = y[at]! - mean;
    if (level < 0 || off !== off) continue;
    sizes[level]! += 1;
    sums[level]! += off;
    squares += off * off;
  }
  total[0] = squares;
};

/**
 * The correlation ratio η: the root of the share of the numbers' sum of squares that lies between the categories. Not defined for fewer
 * than three rows, for one category, or where all numbers are equal.
 * @param a level of each row, below `levels`; -1 where there is none
 */
export const correlationRatio = (a: Int32Array, levels: number, y: Float64Array): Measured => {
  const all = new Float64Array(2);
  inBlocks(a.length, (from, to) => {
    addLevelled(a, y, from, to, all);
  });
  const [rows, sum] = all as unknown as [number, number];
  const mean = sum / rows;
  const byLevel: ByLevel = { sizes: new Uint32Array(levels), sums: new Float64Array(levels), total: new Float64Array(1) };
  inBlocks(a.length, (from, to) => {
    addResiduals(a, y, from, to, mean, byLevel);
  });
  const { sizes, sums } = byLevel;
  const total = byLevel.total[0]!;
  let [between, groups] = [0, 0];
  for (let level = 0; level < levels; level += 1) {
    if (sizes[level] === 0) continue;
    groups += 1;
    between += sums[level]! ** 2 / sizes[level]!;
  }
  const isFlat = total <= rows * (mean * 1e-15) ** 2;
  return { value: rows < leastRows || groups < 2 || isFlat ? null : within(Math.sqrt(between / total), 0), rows };
};
