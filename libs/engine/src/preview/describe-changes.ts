import type { PreviewedStep } from '@millrace/contracts';
import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { shortened } from '../columnar/shortened';

type Example = PreviewedStep['examples'][number];
type Described = Pick<PreviewedStep, 'changedCells' | 'changedRows' | 'columns' | 'confidence' | 'examples'>;

const mostExamples = 5;
const number = (expression: Expr): Expr => expression.cast(pl.Float64);

/** What one step has changed. @param changes of a change log */
export const describeChanges = (changes: DataFrame, step: number): Described => {
  const own = changes
    .lazy()
    .filter(pl.col('step').eq(pl.lit(step)))
    .collectSync();
  if (own.height === 0) return { changedCells: 0, changedRows: 0, columns: [], confidence: null, examples: [] };
  const columns = own
    .lazy()
    .groupBy('column')
    .agg(number(pl.col('row').count()).alias('changedCells'))
    .sort([pl.col('changedCells'), pl.col('column')], [true, false])
    .collectSync()
    .toRecords() as unknown as PreviewedStep['columns'];
  const examples = own
    .lazy()
    .groupBy(['column', 'before', 'after'])
    .agg(
      number(pl.col('row').min()).alias('row'),
      number(pl.col('row').count()).alias('cells'),
      pl.col('confidence').min().alias('confidence'),
      pl.col('reason').first().alias('reason'),
    )
    .sort([pl.col('cells'), pl.col('row'), pl.col('column')], [true, false, false])
    .head(mostExamples)
    .collectSync()
    .toRecords() as unknown as Example[];
  return {
    changedCells: own.height,
    changedRows: own.getColumn('row').nUnique(),
    columns,
    confidence: own.getColumn('confidence').min(),
    examples: examples.map((example) => ({ ...example, before: shortened(example.before), after: shortened(example.after) })),
  };
};
