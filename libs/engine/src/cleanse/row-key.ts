import pl, { type Expr } from 'nodejs-polars';

/** Text that no two different rows share: each cell with its length before it, an absent one marked. */
export const rowKey = (cells: readonly Expr[]): Expr =>
  pl.concatString(
    cells.map((one) => pl.concatString([one.str.lengths().cast(pl.Utf8).fillNull(pl.lit('-')), one.fillNull(pl.lit(''))], ':') as Expr),
    '|',
  ) as Expr;
