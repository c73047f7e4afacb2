import type { ChangeCounts } from '@millrace/contracts';
import pl, { type Expr } from 'nodejs-polars';
import { shortened } from '../columnar/shortened';

type Group = ChangeCounts['groups'][number];
type Sample = Group['samples'][number];

const mostSamples = 5;
const number = (expression: Expr): Expr => expression.cast(pl.Float64);
const keyOf = ({ step, column }: { readonly step: number; readonly column: string }): string => `${step} ${column}`;

/** Counts a change log by step and column, each with its commonest changes. @param path of the Parquet file that a cleansing has written */
export const countChanges = (path: string): ChangeCounts => {
  const log = pl.scanParquet(path, { glob: false });
  const [all] = log
    .select(number(pl.col('row').count()).alias('cells'), number(pl.col('row').nUnique()).alias('rows'))
    .collectSync()
    .toRecords() as { cells: number; rows: number }[];
  const groups = log
    .groupBy(['step', 'stepName', 'column'])
    .agg(
      number(pl.col('row').count()).alias('cells'),
      number(pl.col('row').nUnique()).alias('rows'),
      pl.col('confidence').min().alias('confidence'),
    )
    .sort([pl.col('step'), pl.col('column')], [false, false])
    .collectSync()
    .toRecords() as unknown as Omit<Group, 'samples'>[];
  const samples = log
    .groupBy(['step', 'column', 'before', 'after'])
    .agg(number(pl.col('row').count()).alias('cells'), number(pl.col('row').min()).alias('row'), pl.col('reason').first().alias('reason'))
    .sort([pl.col('cells'), pl.col('row')], [true, false])
    .groupBy(['step', 'column'], true)
    .agg(...['row', 'before', 'after', 'reason', 'cells'].map((name) => pl.col(name).head(mostSamples)))
    .explode('row', 'before', 'after', 'reason', 'cells')
    .collectSync()
    .toRecords() as unknown as (Sample & { readonly step: number; readonly column: string })[];
  const samplesOf = Map.groupBy(samples, keyOf);
  return {
    schema: 'millrace.changeCounts/1',
    cells: all?.cells ?? 0,
    rows: all?.rows ?? 0,
    groups: groups.map((group) => ({
      ...group,
      samples: (samplesOf.get(keyOf(group)) ?? []).map(({ row, before, after, reason, cells }) => ({
        ...{ row, reason, cells },
        before: shortened(before),
        after: shortened(after),
      })),
    })),
  };
};
