import pl, { type DataFrame } from 'nodejs-polars';

/** An expression takes longer to make than the changes of a part take to be gone through: these are made once. */
const [first, last] = [pl.col('first'), pl.col('last')];
const ends = [pl.col('before').first().alias('first'), pl.col('after').last().alias('last'), pl.len().alias('times')];
const isSame = first.eq(last).fillNull(pl.lit(false)).or(first.isNull().and(last.isNull())); // prettier-ignore
const isBack = pl.col('times').gt(pl.lit(1)).and(isSame); // prettier-ignore

/**
 * Changes without those of cells that end as they began: they have not changed.
 * @param changes columns row, column, before, after …, in the order in which they were made
 * @param again names of the columns of which a cell may have been changed more than once
 */
export const netChanges = (changes: DataFrame, again: readonly string[]): DataFrame => {
  if (again.length === 0) return changes;
  const back = changes
    .lazy()
    .filter(pl.col('column').isIn([...again]))
    .groupBy(['row', 'column'])
    .agg(...ends)
    .filter(isBack)
    .select('row', 'column')
    .collectSync();
  if (back.height === 0) return changes;
  return changes
    .lazy()
    .join(back.lazy(), { on: ['row', 'column'], how: 'anti' })
    .sort([pl.col('turn'), pl.col('row')], [false, false], false, true)
    .collectSync();
};
