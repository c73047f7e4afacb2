import pl, { type DataFrame } from 'nodejs-polars';

/** How many cells of each column are true. */
export const sumsOf = (frame: DataFrame): Record<string, number> => {
  const [sums = {}] = frame.lazy().select(pl.all().sum().cast(pl.Float64)).collectSync().toRecords() as Record<string, number>[];
  return sums;
};

/** How many cells of each column are absent. */
export const nullCounts = (frame: DataFrame): Record<string, number> => sumsOf(frame.lazy().select(pl.all().isNull()).collectSync());
