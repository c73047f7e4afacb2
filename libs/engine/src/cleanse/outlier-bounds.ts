import type { StepOf } from '@millrace/contracts';
import pl, { type Expr } from 'nodejs-polars';
import type { ColumnContext } from './step';
import { tellsThingsApart } from './tells-things-apart';

type Method = StepOf<'treatOutliers'>['method'];
type Treatment = Readonly<Pick<StepOf<'treatOutliers'>, 'method' | 'action'>> & { readonly factor: number };
type Chosen = Pick<StepOf<'treatOutliers'>, 'method' | 'action' | 'factor'>;
export type Bounds = readonly [low: number, high: number];
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

/** The numbers of a column of texts. */
export const numbersOf = (column: Expr): Expr => column.str.stripChars(null as never).cast(pl.Float64, false);

/** Beyond what numbers are outliers; null where none can be told, such as among identifiers. @param name of the column */
export const outlierBounds = (
  { method, factor = factors[method], action }: Chosen,
  name: string,
  column: Expr,
  context: ColumnContext,
): Bounds | null => {
  const numbers = numbersOf(column);
  if (context.count(numbers.isNotNull()) === 0 || tellsThingsApart(name, column, numbers, context)) return null;
  const isOnce = action === 'clip' && method !== 'z';
  const [low, high] = (isOnce ? boundsOf : settledBounds)({ method, factor, action }, numbers, context);
  return high > low ? [low, high] : null;
};
