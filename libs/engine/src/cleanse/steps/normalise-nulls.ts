import pl, { type Expr } from 'nodejs-polars';
import { escapePattern } from '../escape-pattern';
import type { StepCompiler } from '../step';

/** Beyond them a pattern takes more than it saves. */
const mostInPattern = 2000;

/** One look at a cell, where the tokens are few: neither its white space nor its case is taken off first. */
const isToken = (column: Expr, tokens: readonly string[]): Expr => {
  const pattern = `^\\s*(?i:${tokens.map((token) => escapePattern(token)).join('|')})\\s*$`;
  if (pattern.length <= mostInPattern) return column.str.contains(pattern);
  return column.str
    .stripChars(null as never)
    .str.toLowerCase()
    .isIn(tokens.map((token) => token.toLowerCase()));
};

export const normaliseNulls: StepCompiler<'normaliseNulls'> = {
  on: 'cells',
  isAlike: true,
  compile: ({ tokens }, column) => {
    const token = isToken(column, tokens);
    return {
      kind: 'cells',
      after: pl.when(token).then(pl.lit(null)).otherwise(column),
      where: token,
      reason: 'a token for "no value"',
      confidence: 1,
      mayEmpty: true,
    };
  },
};
