import pl, { type DataFrame } from 'nodejs-polars';

/**
 * Changes without those of cells that end as they began: they have not changed.
 * @param changes columns row, column, before, after …, in the order in which they were made
 * @param again names of the columns of which a cell may have been changed more than once
 */
export const netChanges = (changes: DataFrame, again: readonly string[]): DataFrame => {
  if (again.length === 0) return changes;
  const [first, last] = ['first', 'last'];
  const back = changes
    .lazy()
    .filter(pl.col('column').isIn([...again]))
    .groupBy(['row', 'column'])
    .agg(pl.col('before').first().alias(first), pl.col('after').last().alias(last), pl.len().alias('times'))
    .filter(
      pl
        .col('times')
        .gt(pl.lit(1))
        .and(
          pl
            .col(first)
            .eq(pl.col(last))
            .fillNull(pl.lit(false))
            .or(pl.col(first).isNull().and(pl.col(last).isNull())),
        ),
    ) // prettier-ignore
    .select('row', 'column')
    .collectSync();
  if (back.height === 0) return changes;
  return changes
    .lazy()
    .join(back.lazy(), { on: ['row', 'column'], how: 'anti' })
    .sort([pl.col('turn'), pl.col('row')], [false, false], false, true)
    .collectSync();
};
