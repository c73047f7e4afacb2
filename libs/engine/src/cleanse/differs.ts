import pl, { type Expr } from 'nodejs-polars';

/** Whether a cell is another one after than before: an absent one is equal to an absent one only. */
export const differs = (before: Expr, after: Expr): Expr =>
  before
    .isNull()
    .neq(after.isNull())
    .or(before.neq(after).fillNull(pl.lit(false)));
