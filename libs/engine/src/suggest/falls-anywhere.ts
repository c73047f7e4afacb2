/** How many cells have a value in the way in which its column mostly writes, and in another. */
export interface Written {
  own: number;
  other: number;
}

/** Different values that must be there in the other way before it can be told to fall on any of them. */
const leastHit = 5;

/**
 * Whether the other way of writing falls on all values alike, as slips of the hand do (by chi-square, three standard deviations), and does
 * not belong to some of them.
 * @param mostOther part of the cells that may be written so
 */
export const fallsAnywhere = (written: readonly Written[], mostOther: number): boolean => {
  const [cells, others] = [
    written.reduce((sum, { own, other }) => sum + own + other, 0),
    written.reduce((sum, { other }) => sum + other, 0),
  ];
  if (others > cells * mostOther || written.filter(({ other }) => other > 0).length < leastHit) return false;
  const expected = ({ own, other }: Written): number => ((own + other) * others) / cells;
  const distance = written.reduce((sum, one) => sum + (one.other - expected(one)) ** 2 / expected(one), 0);
  const freedom = written.length - 1;
  return distance <= freedom + 3 * Math.sqrt(2 * freedom);
};
