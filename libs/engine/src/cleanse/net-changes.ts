import pl, { type DataFrame } from 'nodejs-polars';

/**
 * Changes without those of cells that end as they began: they have not changed.
 * @param parts columns row, column, before, after …, each cell at most once in each, in the order in which they were made
 */
export const netChanges = (parts: readonly DataFrame[]): DataFrame[] => {
  const timesOf = new Map<string, number>();
  for (const part of parts) {
    const names = part.lazy().select(pl.col('column').unique()).collectSync().getColumn('column').toArray() as string[];
    for (const name of names) timesOf.set(name, (timesOf.get(name) ?? 0) + 1);
  }
  const again = [...timesOf].flatMap(([name, times]) => (times > 1 ? [name] : []));
  if (again.length === 0) return [...parts];
  const isAgain = pl.col('column').isIn(again);
  const all = pl.concat([...parts]).lazy();
  const [first, last] = ['first', 'last'];
  const back = all
    .filter(isAgain)
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
  if (back.height === 0) return [...parts];
  return parts.map((part) =>
    part
      .lazy()
      .join(back.lazy(), { on: ['row', 'column'], how: 'anti' })
      .collectSync(),
  );
};
