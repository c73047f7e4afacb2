import type { StepOf } from '@millrace/contracts';
import pl, { type Expr } from 'nodejs-polars';
import type { ColumnContext, StepCompiler } from '../step';

type Method = StepOf<'treatOutliers'>['method'];
type Treatment = Readonly<Pick<StepOf<'treatOutliers'>, 'method' | 'action'>> & { readonly factor: number };
type Bounds = readonly [low: number, high: number];
const factors: Record<Method, number> = { iqr: 1.5, z: 3, mad: 5, percentile: 0.01 };
/** MAD of a normal distribution, as a share of its deviation. */
const madScale = 1.4826;
/** Bounds of what lies within bounds: they settle long before. */
const mostRounds = 100;

/**
 * There is always a least number: what took cells out by their rank alone would never be done. So it takes out those that lie more than
 * twice as far from the middle as the percentile does.
 */
const beyondRanks = ([low, high]: Bounds, middle: number): Bounds => [2 * low - middle, 2 * high - middle];

/** From what clipping moves none of. */
const boundsOf = ({ method, factor, action }: Treatment, numbers: Expr, { value }: ColumnContext): Bounds => {
  const ranks = (share: number): Bounds => [
    Number(value(numbers.quantile(share, 'lower'))),
    Number(value(numbers.quantile(1 - share, 'higher'))),
  ];
  if (method === 'percentile') return action === 'clip' ? ranks(factor) : beyondRanks(ranks(factor), Number(value(numbers.median())));
  if (method === 'iqr') {
    const fences = (low: number, high: number): Bounds => [low - factor * (high - low), high + factor * (high - low)];
    const [lower, upper] = ranks(0.25);
    const [low, high] = fences(Number(value(numbers.quantile(0.25, 'linear'))), Number(value(numbers.quantile(0.75, 'linear'))));
    // Where a quartile lies between cells of which one is beyond the bounds, to clip that would move it.
    return lower >= low && upper <= high ? [low, high] : fences(lower, upper);
  }
  const centre = Number(value(method === 'z' ? numbers.mean() : numbers.median()));
  const far = numbers.sub(pl.lit(centre)).abs();
  const spread = method === 'z' ? Number(value(numbers.std())) : madScale * Number(value(far.quantile(0.5, 'higher')));
  return [centre - factor * spread, centre + factor * spread];
};

/** Bounds of the numbers that lie within them. What lies beyond moves none: they are the same when it has gone. */
const settledBounds = (treatment: Treatment, numbers: Expr, context: ColumnContext): Bounds => {
  let bounds = boundsOf(treatment, numbers, context);
  for (let round = 0; round < mostRounds; round += 1) {
    const [low, high] = bounds;
    if (!(high > low)) return bounds;
    const within = numbers.filter(numbers.gtEq(pl.lit(low)).and(numbers.ltEq(pl.lit(high))));
    const [lower, higher] = boundsOf(treatment, within, context);
    // Never wider than before: it would go to and fro.
    const next: Bounds = [Math.max(low, lower), Math.min(high, higher)];
    if (next[0] === low && next[1] === high) return bounds;
    bounds = next;
  }
  return bounds;
};

export const treatOutliers: StepCompiler<'treatOutliers'> = {
  on: 'cells',
  compile: ({ method, factor = factors[method], action }, column, context) => {
    const numbers = column.str.stripChars(null as never).cast(pl.Float64, false);
    const made = { kind: 'cells', confidence: 0.6, mayEmpty: action === 'null', reason: `an outlier by ${method}` } as const;
    const [present, distinct] = [context.count(numbers.isNotNull()), Number(context.value(numbers.dropNulls().nUnique()))];
    const isIdentifier = distinct === present && context.count(numbers.neq(numbers.floor())) === 0;
    if (present === 0 || isIdentifier) return { ...made, after: column };
    const isOnce = action === 'clip' && method !== 'z';
    const [low, high] = (isOnce ? boundsOf : settledBounds)({ method, factor, action }, numbers, context);
    if (!(high > low)) return { ...made, after: column };
    const [below, above] = [numbers.lt(pl.lit(low)), numbers.gt(pl.lit(high))];
    const isOut = below.or(above).fillNull(pl.lit(false));
    if (action === 'remove') return { ...made, after: column, quarantine: { where: isOut, reason: made.reason } };
    if (action === 'null') return { ...made, after: pl.when(isOut).then(pl.lit(null)).otherwise(column) };
    const clipped = pl.when(below).then(pl.lit(String(low))).otherwise(pl.when(above).then(pl.lit(String(high))).otherwise(column)); // prettier-ignore
    return { ...made, after: clipped };
  },
};
