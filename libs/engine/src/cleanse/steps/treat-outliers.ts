import type { StepOf } from '@millrace/contracts';
import pl, { type Expr } from 'nodejs-polars';
import type { ColumnContext, StepCompiler } from '../step';

type Method = StepOf<'treatOutliers'>['method'];
const factors: Record<Method, number> = { iqr: 1.5, z: 3, mad: 5, percentile: 0.01 };
/** MAD of a normal distribution, as a share of its deviation. */
const madScale = 1.4826;

const boundsOf = (method: Method, factor: number, numbers: Expr, { value }: ColumnContext): readonly [number, number] => {
  const quantile = (share: number) => Number(value(numbers.quantile(share, 'linear')));
  if (method === 'percentile') return [quantile(factor), quantile(1 - factor)];
  if (method === 'iqr') {
    const [low, high] = [quantile(0.25), quantile(0.75)];
    return [low - factor * (high - low), high + factor * (high - low)];
  }
  const centre = Number(value(method === 'z' ? numbers.mean() : numbers.median()));
  const spread =
    Number(value(method === 'z' ? numbers.std() : numbers.sub(pl.lit(centre)).abs().median())) * (method === 'z' ? 1 : madScale);
  return [centre - factor * spread, centre + factor * spread];
};

export const treatOutliers: StepCompiler<'treatOutliers'> = {
  on: 'cells',
  compile: ({ method, factor, action }, column, context) => {
    const numbers = column.str.stripChars(null as never).cast(pl.Float64, false);
    const made = { kind: 'cells', confidence: 0.6, mayEmpty: action === 'null', reason: `an outlier by ${method}` } as const;
    const [present, distinct] = [context.count(numbers.isNotNull()), Number(context.value(numbers.dropNulls().nUnique()))];
    const isIdentifier = distinct === present && context.count(numbers.neq(numbers.floor())) === 0;
    const [low, high] = boundsOf(method, factor ?? factors[method], numbers, context);
    if (present === 0 || isIdentifier || !(high > low)) return { ...made, after: column };
    const [below, above] = [numbers.lt(pl.lit(low)), numbers.gt(pl.lit(high))];
    const isOut = below.or(above).fillNull(pl.lit(false));
    if (action === 'remove') return { ...made, after: column, quarantine: { where: isOut, reason: made.reason } };
    if (action === 'null') return { ...made, after: pl.when(isOut).then(pl.lit(null)).otherwise(column) };
    const clipped = pl.when(below).then(pl.lit(String(low))).otherwise(pl.when(above).then(pl.lit(String(high))).otherwise(column)); // prettier-ignore
    return { ...made, after: clipped };
  },
};
