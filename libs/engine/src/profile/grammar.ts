import { defaultNullTokens } from '@millrace/contracts';
import pl, { type Expr } from 'nodejs-polars';

/** Tokens that mean "no value" wherever they make up a whole cell, trimmed and without case. The empty text is among them. */
const tokens = defaultNullTokens.map((token) => token.toLowerCase());

/** The cell with the white space at its ends removed. */
export const trimmed = (column: Expr): Expr => column.str.replaceAll('^\\s+|\\s+$', '');

/** True for a cell that is a token for "no value"; null for an absent one. */
export const isNullToken = (column: Expr): Expr => trimmed(column).str.toLowerCase().isIn(tokens);

/** The cell, absent where it is a token for "no value". */
export const present = (column: Expr): Expr => pl.when(isNullToken(column)).then(pl.lit(null)).otherwise(column);

/**
 * Grammars of the kinds, on trimmed cells. An integer or decimal with a leading zero or a plus sign is a code (`01234`),
 * and an exponent needs a decimal point or a sign (`1e5` is a code, `1.0e5` and `1e-5` are numbers).
 */
export const grammars = {
  integer: '^-?(?:0|[1-9][0-9]*)$',
  decimal: '^-?(?:(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?|(?:0|[1-9][0-9]*)\\.[0-9]+[eE][+-]?[0-9]+|[1-9][0-9]*[eE][+-][0-9]+|\\.[0-9]+|inf|-inf)$',
  boolean: '^(?i:true|false|yes|no|t|f|y|n)$',
  date: '^(?:[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])|(?:0?[1-9]|[12][0-9]|3[01])[/.](?:0?[1-9]|[12][0-9]|3[01])[/.][0-9]{4})$',
  timestamp:
    '^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?$',
} as const;
export type GrammarKind = keyof typeof grammars;

/** More special before more general: the first that fits all cells decides. */
export const grammarKinds = Object.keys(grammars) as GrammarKind[];
