/** ln Γ(x) for x > 0 by Lanczos' approximation (g = 7, nine terms), to about 15 digits. */
const logGamma = (x: number): number => {
  const coefficients = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const [first = 0, ...rest] = coefficients;
  const base = x + 6.5;
  const sum = rest.reduce((total, coefficient, at) => total + coefficient / (x + at), first);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum);
};

const precision = 1e-15;
const tiny = 1e-300;
const mostTerms = 100_000;

const lowerSeries = (a: number, x: number): number => {
  let [term, sum] = [1 / a, 1 / a];
  for (let n = 1; n < mostTerms && term > sum * precision; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
};

/** Lentz's method on the continued fraction of Γ(a, x). */
const upperFraction = (a: number, x: number): number => {
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < mostTerms; n += 1) {
    const factor = -n * (n - a);
    b += 2;
    d = factor * d + b;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = b + factor / c;
    if (Math.abs(c) < tiny) c = tiny;
    value *= d * c;
    if (Math.abs(d * c - 1) < precision) break;
  }
  return value;
};

/** Q(a, x) = Γ(a, x) / Γ(a), the regularised upper incomplete gamma function (DLMF 8.2.4), for a > 0 and x ≥ 0. */
export const upperGamma = (a: number, x: number): number => {
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  return Math.min(1, Math.max(0, x < a + 1 ? 1 - scale * lowerSeries(a, x) : scale * upperFraction(a, x)));
};
