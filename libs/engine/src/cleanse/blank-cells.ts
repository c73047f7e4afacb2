import pl from 'nodejs-polars';
import type { CellChange } from './step';

/**
 * A change that leaves an absent cell where it would leave an empty text: what later steps do to it is then what they would do to the table
 * once it was written.
 */
export const emptyingBlanks = (change: CellChange): CellChange => {
  const { after, mayEmpty } = change;
  if (!mayEmpty) return change;
  return { ...change, after: pl.when(after.str.lengths().eq(pl.lit(0))).then(pl.lit(null)).otherwise(after) }; // prettier-ignore
};
