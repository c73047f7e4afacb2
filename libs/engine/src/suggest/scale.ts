/** A number that so many cells have. */
export interface CountedNumber {
  readonly value: number;
  readonly cells: number;
}

export const cellsIn = (some: readonly { readonly cells: number }[]): number => some.reduce((sum, { cells }) => sum + cells, 0);

/** Of all cells. */
export const medianOf = (numbers: readonly CountedNumber[]): number => {
  const sorted = numbers.toSorted((a, b) => a.value - b.value);
  let left = cellsIn(sorted) / 2;
  return sorted.find(({ cells }) => (left -= cells) <= 0)?.value ?? Number.NaN;
};

/** The least and the greatest. */
export const rangeOf = (numbers: readonly CountedNumber[]): readonly [low: number, high: number] => [
  numbers.reduce((least, { value }) => Math.min(least, value), Infinity),
  numbers.reduce((most, { value }) => Math.max(most, value), -Infinity),
];

/** How many cells' numbers lie within the range of others. */
export const cellsWithin = (numbers: readonly CountedNumber[], others: readonly CountedNumber[]): number => {
  const [low, high] = rangeOf(others);
  return cellsIn(numbers.filter(({ value }) => value >= low && value <= high));
};

/** Whether some numbers are on the scale of others: 5.6 among 5.6, not among 0.056. */
export const isSameScale = (others: readonly CountedNumber[], numbers: readonly CountedNumber[]): boolean => {
  if (cellsWithin(numbers, others) < cellsIn(numbers) * 0.95) return false;
  const [a, b] = [medianOf(others), medianOf(numbers)];
  return cellsIn(numbers) < 10 || a === b || (a !== 0 && b / a > 0.4 && b / a < 2.5);
};

/** Numbers a hundred times as small: what percents are as shares. */
export const asShares = (numbers: readonly CountedNumber[]): CountedNumber[] =>
  numbers.map(({ value, cells }) => ({ value: value / 100, cells }));
