import pl from 'nodejs-polars';
import { numbersOf, outlierBounds } from '../outlier-bounds';
import type { StepCompiler } from '../step';

export const treatOutliers: StepCompiler<'treatOutliers'> = {
  on: 'cells',
  compile: (step, column, context, name) => {
    const { method, action } = step;
    const made = { kind: 'cells', confidence: 0.6, mayEmpty: action === 'null', reason: `an outlier by ${method}` } as const;
    const bounds = outlierBounds(step, name, column, context);
    if (bounds === null) return { ...made, after: column };
    const [low, high] = bounds;
    const numbers = numbersOf(column);
    const [below, above] = [numbers.lt(pl.lit(low)), numbers.gt(pl.lit(high))];
    const isOut = below.or(above).fillNull(pl.lit(false));
    if (action === 'remove') return { ...made, after: column, quarantine: { where: isOut, reason: made.reason } };
    if (action === 'null') return { ...made, after: pl.when(isOut).then(pl.lit(null)).otherwise(column) };
    const clipped = pl.when(below).then(pl.lit(String(low))).otherwise(pl.when(above).then(pl.lit(String(high))).otherwise(column)); // prettier-ignore
    return { ...made, after: clipped };
  },
};
