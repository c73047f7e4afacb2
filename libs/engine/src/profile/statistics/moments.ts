/** Sums about the mean of n numbers. `m2` is Σ (x − mean)², and so on. */
export interface Moments {
  readonly n: number;
  readonly sum: number;
  readonly mean: number;
  readonly m2: number;
  readonly m3: number;
  readonly m4: number;
}

/** A sum with the error of each addition kept aside (Neumaier 1974). */
class Sum {
  private sum = 0;
  private lost = 0;

  add(x: number): void {
    const next = this.sum + x;
    this.lost += Math.abs(this.sum) >= Math.abs(x) ? this.sum - next + x : x - next + this.sum;
    this.sum = next;
  }

  get value(): number {
    return this.sum + this.lost;
  }
}

/** Decimals of this many digits, scaled to integers, are doubles without any error. */
const exactInteger = 2 ** 51;

/** The power of ten that makes decimals integers without error, or 0 where there is none. @param largest of their absolute values */
export const scaleOf = (decimals: number, largest: number): number =>
  decimals >= 0 && decimals <= 22 && largest * 10 ** decimals < exactInteger ? 10 ** decimals : 0;

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
  const isWhole = scale === 1;
  const total = new Sum();
  for (let at = 0; at < n; at += 1) total.add(isWhole ? numbers[at]! : Math.round(numbers[at]! * scale));
  // Residuals about an integer are exact where the numbers are integers.
  const about = isScaled ? Math.round(total.value / n) : total.value / n;
  const [s1, s2, s3, s4] = [new Sum(), new Sum(), new Sum(), new Sum()];
  for (let at = 0; at < n; at += 1) {
    const d = (isWhole ? numbers[at]! : Math.round(numbers[at]! * scale)) - about;
    const square = d * d;
    s1.add(d);
    s2.add(square);
    s3.add(square * d);
    s4.add(square * square);
  }
  const shift = s1.value / n;
  const [a, b, c] = [s2.value, s3.value, s4.value];
  const m2 = Math.max(0, a - n * shift * shift);
  const m3 = b - 3 * shift * a + 2 * n * shift ** 3;
  const m4 = c - 4 * shift * b + 6 * shift * shift * a - 3 * n * shift ** 4;
  return {
    n,
    sum: total.value / scale,
    mean: (about + shift) / scale,
    m2: m2 / scale / scale,
    m3: m3 / scale / scale / scale,
    m4: Math.max(0, m4) / scale / scale / scale / scale,
  };
};
