import pl, { type Expr } from 'nodejs-polars';
import type { StepCompiler } from '../step';

export const collapseWhitespace: StepCompiler<'collapseWhitespace'> = {
  on: 'cells',
  compile: (_, column) => {
    const within = column.str.stripChars(null as never).str.replaceAll('\\s+', ' ');
    // What is nothing but white space has no end of its own.
    const [start, end] = [column.str.extract('^(\\s*)', 1), column.str.extract('\\S(\\s*)$', 1).fillNull(pl.lit(''))];
    return {
      kind: 'cells',
      // Two in a row, or one that is no blank.
      where: column.str.contains('\\s\\s|[^\\S ]'),
      after: pl.concatString([start, within, end], '') as Expr,
      reason: 'white space within the cell, as one blank',
      confidence: 1,
      mayEmpty: true,
    };
  },
};
