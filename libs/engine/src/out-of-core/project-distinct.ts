const steps = 40;

/**
 * Distinct values that a column will have, by those of its first cells, if it were drawn evenly from some number of values: that number
 * is what gives `distinct` among `cells`. Where it is not so drawn the answer is off; it only decides what is tried first.
 */
export const projectDistinct = (distinct: number, cells: number, rows: number): number => {
  const among = (values: number, drawn: number) => values * -Math.expm1(-drawn / values);
  let [low, high] = [distinct, rows * 1000];
  if (among(high, cells) <= distinct) return rows;
  for (let step = 0; step < steps; step += 1) {
    const middle = Math.sqrt(low * high);
    if (among(middle, cells) < distinct) low = middle;
    else high = middle;
  }
  return among(high, rows);
};
