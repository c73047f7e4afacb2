/** Cells by category, of one table; both tables have the same categories in the same order. */
export type Counts = readonly number[];

export const totalOf = (counts: Counts): number => counts.reduce((sum, count) => sum + count, 0);

/** Share of each category. All are 0 where there are no cells. */
export const sharesOf = (counts: Counts): number[] => {
  const total = totalOf(counts);
  return counts.map((count) => (total === 0 ? 0 : count / total));
};

/** Shares with half a cell added to each category (Jeffreys), so that none is 0: (c + ½) / (n + k/2). */
export const smoothedShares = (counts: Counts): number[] => {
  const total = totalOf(counts) + counts.length / 2;
  return counts.map((count) => (count + 0.5) / total);
};
