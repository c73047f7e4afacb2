import pl from 'nodejs-polars';
import type { StepCompiler } from '../step';

export const normaliseNulls: StepCompiler<'normaliseNulls'> = {
  on: 'cells',
  isAlike: true,
  compile: ({ tokens }, column) => {
    const token = column.str
      .replaceAll('^\\s+|\\s+$', '')
      .str.toLowerCase()
      .isIn(tokens.map((one) => one.toLowerCase()));
    return {
      kind: 'cells',
      after: pl.when(token).then(pl.lit(null)).otherwise(column),
      reason: 'a token for "no value"',
      confidence: 1,
      mayEmpty: true,
    };
  },
};
