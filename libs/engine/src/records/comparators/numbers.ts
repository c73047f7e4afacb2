/** Measured numbers: 1 for the same, 0.95 within a thousandth of the larger, 0.85 within a fiftieth. */
export const numbers = (a: string, b: string): number => {
  const [x, y] = [Number(a), Number(b)];
  const apart = Math.abs(x - y) / Math.max(Math.abs(x), Math.abs(y), Number.MIN_VALUE);
  return x === y ? 1 : apart <= 0.001 ? 0.95 : apart <= 0.02 ? 0.85 : 0;
};
