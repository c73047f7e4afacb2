import { defaultNullTokens } from '@millrace/contracts';
import pl, { type Expr } from 'nodejs-polars';

const tokens = defaultNullTokens.map((token) => token.toLowerCase());

/** A cell without the white space at its ends; null where it is absent or a token for "no value". */
export const valueText = (column: Expr): Expr => {
  const text = column.str.replaceAll('^\\s+|\\s+$', '');
  return pl.when(text.str.toLowerCase().isIn(tokens)).then(pl.lit(null)).otherwise(text);
};
