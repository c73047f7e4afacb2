import { inBlocks } from '../in-blocks';

/** Sums about the mean of n numbers. `m2` is Σ (x − mean)², and so on. */
export interface Moments {
  readonly n: number;
  readonly sum: number;
  readonly mean: number;
  readonly m2: number;
  readonly m3: number;
  readonly m4: number;
}

/** Decimals of this many digits, scaled to integers, are doubles without any error. */
const exactInteger = 2 ** 51;

/** The power of ten that makes decimals integers without error, or 0 where there is none. @param largest of their absolute values */
export const scaleOf = (decimals: number, largest: number): number =>
  decimals >= 0 && decimals <= 22 && largest * 10 ** decimals < exactInteger ? 10 ** decimals : 0;

/**
 * Adds numbers to a sum and to what its additions lost: each loss is exact (TwoSum, Knuth 1969), and taken without a branch, so that
 * there is little to compile. @param sum two numbers, the sum and its error
 */
const addBlock = (numbers: Float64Array, from: number, to: number, scale: number, sum: Float64Array): void => {
  const isWhole = scale === 1;
  let s = sum[0]!;
  let lost = sum[1]!;
  for (let at = from; at < to; at += 1) {
    const x = isWhole ? numbers[at]! : Math.round(numbers[at]! * scale);
    const next = s + x;
    const added = next - s;
    lost += s - (next - added) + (x - added);
    s = next;
  }
  sum[0] = s;
  sum[1] = lost;
};

/** As `addBlock` for the first four powers of the residuals. @param sums a sum and its error for each power */
const addPowers = (numbers: Float64Array, from: number, to: number, scale: number, about: number, sums: Float64Array): void => {
  const isWhole = scale === 1;
  let s1 = sums[0]!;
  let s2 = sums[2]!;
  let s3 = sums[4]!;
  let s4 = sums[6]!;
  let lost1 = sums[1]!;
  let lost2 = sums[3]!;
  let lost3 = sums[5]!;
  let lost4 = sums[7]!;
  for (let at = from; at < to; at += 1) {
    const d = (isWhole ? numbers[at]! : Math.round(numbers[at]! * scale)) - about;
    let next = s1 + d;
    let added = next - s1;
    lost1 += s1 - (next - added) + (d - added);
    s1 = next;
    const square = d * d;
    next = s2 + square;
    added = next - s2;
    lost2 += s2 - (next - added) + (square - added);
    s2 = next;
    const cube = square * d;
    next = s3 + cube;
    added = next - s3;
    lost3 += s3 - (next - added) + (cube - added);
    s3 = next;
    const fourth = square * square;
    next = s4 + fourth;
    added = next - s4;
    lost4 += s4 - (next - added) + (fourth - added);
    s4 = next;
  }
  sums.set([s1, lost1, s2, lost2, s3, lost3, s4, lost4]);
};

/**
 * Moments in two passes: the mean, then the powers of the residuals, all sums compensated. Numbers that were written with few decimals
 * are scaled to integers first, which undoes the rounding of their doubles: 0.1 counts as one tenth and not as the double beside it.
 * @param decimals most digits after the point among the numbers; -1 where that is not known
 */
export const momentsOf = (numbers: Float64Array, decimals: number): Moments => {
  const n = numbers.length;
  const largest = Math.max(Math.abs(numbers[0]!), Math.abs(numbers[n - 1]!));
  const exact = scaleOf(decimals, largest);
  const isScaled = exact > 0;
  const scale = isScaled ? exact : 1;
  const sums = new Float64Array(8);
  inBlocks(n, (from, to) => addBlock(numbers, from, to, scale, sums));
  const total = sums[0]! + sums[1]!;
  // Residuals about an integer are exact where the numbers are integers.
  const about = isScaled ? Math.round(total / n) : total / n;
  sums.fill(0);
  inBlocks(n, (from, to) => addPowers(numbers, from, to, scale, about, sums));
  const power = (at: number): number => sums[at * 2]! + sums[at * 2 + 1]!;
  const shift = power(0) / n;
  const [a, b, c] = [power(1), power(2), power(3)];
  const m2 = Math.max(0, a - n * shift * shift);
  const m3 = b - 3 * shift * a + 2 * n * shift ** 3;
  const m4 = c - 4 * shift * b + 6 * shift * shift * a - 3 * n * shift ** 4;
  return {
    n,
    sum: total / scale,
    mean: (about + shift) / scale,
    m2: m2 / scale / scale,
    m3: m3 / scale / scale / scale,
    m4: Math.max(0, m4) / scale / scale / scale / scale,
  };
};
