import { numberOf, type TextOf } from './fillers';

const mostDonors = 5000;
const wanted = 5;

interface Side {
  readonly textOf: TextOf;
  /** Distance between the least and the greatest number; 0 where a cell is no number. */
  readonly range: number;
}

const sideOf = (textOf: TextOf, rows: number): Side => {
  let [low, high, isNumeric] = [Infinity, -Infinity, true];
  for (let row = 0; row < rows && isNumeric; row += 1) {
    const text = textOf(row);
    if (text === null) continue;
    const number = numberOf(text);
    isNumeric = Number.isFinite(number);
    [low, high] = [Math.min(low, number), Math.max(high, number)];
  }
  return { textOf, range: isNumeric && high > low ? high - low : 0 };
};

/** After Gower: the mean over columns of the distance over the range, or of not being equal; null where nothing can be compared. */
const distance = (sides: readonly Side[], a: number, b: number): number | null => {
  let [sum, compared] = [0, 0];
  for (const { textOf, range } of sides) {
    const [one, other] = [textOf(a), textOf(b)];
    if (one === null || other === null) continue;
    compared += 1;
    sum += range > 0 ? Math.abs(Number(one) - Number(other)) / range : one === other ? 0 : 1;
  }
  return compared === 0 ? null : sum / compared;
};

/**
 * Finds the rows that are nearest to others in some columns, among those that have a cell to give. At most 5,000 of them, evenly spread,
 * are looked at, so that time is linear in the rows that lack one.
 * @returns for a row its up to five neighbours, the nearest first; none where nothing can be compared
 */
export const nearestRows = (by: readonly TextOf[], target: TextOf, rows: number): ((row: number) => number[]) => {
  const givers: number[] = [];
  for (let row = 0; row < rows; row += 1) if (target(row) !== null) givers.push(row);
  const every = Math.max(1, Math.ceil(givers.length / mostDonors));
  const donors = givers.filter((_, at) => at % every === 0);
  const sides = by.map((textOf) => sideOf(textOf, rows));
  return (row) => {
    const best: { readonly donor: number; readonly far: number }[] = [];
    for (const donor of donors) {
      const far = distance(sides, row, donor);
      if (far === null || (best.length === wanted && far >= (best.at(-1)?.far ?? 0))) continue;
      best.push({ donor, far });
      best.sort((a, b) => a.far - b.far);
      if (best.length > wanted) best.pop();
    }
    return best.map(({ donor }) => donor);
  };
};
