import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import type { ColumnContext } from './step';

/** From so many columns on, a step that is the same for each of them is applied to many at once. */
export const manyColumns = 64;

const first = (frame: DataFrame): unknown => Object.values((frame.toRecords() as Record<string, unknown>[])[0] ?? {})[0];

/** What a step may look at in the one column of a frame. */
export const contextOf = (frame: DataFrame): ColumnContext => {
  const run = (expression: Expr): unknown => first(frame.lazy().select(expression.alias('value')).collectSync());
  return { value: run, count: (condition) => Number(run(condition.sum().cast(pl.Float64)) ?? 0) };
};

/** Of a step that looks at single cells alone. */
export const noContext: ColumnContext = {
  value: () => {
    throw new TypeError('a step that looks at single cells looks at no column');
  },
  count: () => noContext.value(pl.lit(null)) as never,
};
