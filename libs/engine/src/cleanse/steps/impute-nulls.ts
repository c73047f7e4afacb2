import pl, { type Expr } from 'nodejs-polars';
import type { ColumnContext, StepCompiler } from '../step';

const text = (value: unknown): string | null => (typeof value === 'string' ? value : typeof value === 'number' ? value.toString() : null);

const fillerOf = (method: 'mean' | 'median' | 'mode', column: Expr, { value }: ColumnContext): string | null => {
  if (method === 'mode') return text(value(column.dropNulls().mode().sort().first()));
  const numbers = column.cast(pl.Float64, false);
  return text(value(method === 'mean' ? numbers.mean() : numbers.median()));
};

const confidence = { constant: 1, mean: 0.5, median: 0.5, mode: 0.5, forward: 0.6, backward: 0.6 } as const;

export const imputeNulls: StepCompiler<'imputeNulls'> = {
  on: 'cells',
  compile: ({ method, value }, column, context) => {
    const made = { kind: 'cells', confidence: confidence[method], mayEmpty: false, reason: `absent, filled by ${method}` } as const;
    if (method === 'forward') return { ...made, after: column.forwardFill() };
    if (method === 'backward') return { ...made, after: column.backwardFill() };
    const filler = method === 'constant' ? (value ?? null) : fillerOf(method, column, context);
    return { ...made, after: filler === null ? column : column.fillNull(pl.lit(filler)) };
  },
};
