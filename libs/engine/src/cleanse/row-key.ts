import pl, { type Expr } from 'nodejs-polars';
import { noValue } from '../records/without-null-tokens';

/** Whether all of some cells are there. */
export const areThere = (names: readonly string[]): Expr =>
  names.map((name) => pl.col(name).isNotNull()).reduce((all, each) => all.and(each));

/**
 * Whether rows can be known by some cells: a usual token for no value tells of no row which it is.
 * @param nullTokens those that stand for no value, where somebody has said which
 */
export const areKeys = (names: readonly string[], nullTokens?: readonly string[]): Expr =>
  names
    .map((name) =>
      pl
        .col(name)
        .str.stripChars(null as never)
        .str.toLowerCase()
        .isIn(noValue(nullTokens))
        .not()
        .fillNull(pl.lit(false)),
    )
    .reduce((all, each) => all.and(each));

/**
 * Text that no two different rows share: the lengths of all cells, an absent one marked, and then the cells.
 * @param names of the columns, of text
 */
export const rowKey = (names: readonly string[]): Expr => {
  // One expression that Polars expands: thousands of them take minutes to be made.
  const cells = pl.col([...names]);
  const lengths = cells.str.lengths().cast(pl.Utf8).fillNull(pl.lit('-'));
  return pl.concatString([lengths, cells.fillNull(pl.lit(''))], '|') as Expr;
};
