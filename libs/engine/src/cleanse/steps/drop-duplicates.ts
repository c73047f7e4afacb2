import type { StepOf } from '@millrace/contracts';
import pl, { type DataFrame, type Expr, type Series } from 'nodejs-polars';
import { areKeys, rowKey } from '../row-key';
import type { StepCompiler } from '../step';

const [placeName, hashName] = ['place', 'hash'];

/** Rows that are hashed in one go: for that their columns are each put in one piece. */
const rowsAtOnce = 100_000;

const hashesOf = (frame: DataFrame): Series => {
  const parts = Array.from({ length: Math.max(1, Math.ceil(frame.height / rowsAtOnce)) }, (_, part) =>
    frame.slice(part * rowsAtOnce, rowsAtOnce).hashRows(0),
  );
  return parts.length === 1 && parts[0] ? parts[0] : pl.concat(parts);
};

/** Rows that another one has the hash of, with their places; null where there are none. */
const suspectsOf = (frame: DataFrame, keys: readonly string[]): DataFrame | null => {
  const hashes = hashesOf(frame.select(...keys));
  if (hashes.nUnique() === hashes.len()) return null;
  return frame
    .select(...keys)
    .hstack<Series[]>([hashes.alias(hashName)])
    .lazy()
    .withRowIndex(placeName)
    .filter(pl.col(hashName).isDuplicated())
    .collectSync();
};

const repeats = (key: Expr, keep: 'first' | 'last'): Expr =>
  keep === 'first' ? key.isFirstDistinct().not() : key.reverse().isFirstDistinct().not().reverse();

/** Why rows leave that repeat another. */
export const reasonOfDuplicates = ({ keys }: Pick<StepOf<'dropDuplicates'>, 'keys'>): string =>
  keys === undefined ? 'repeats another row in every cell' : `repeats another row in ${keys.join(', ')}`;

/** Hashes tell most rows from all others at once; those that share one are compared cell by cell. */
export const dropDuplicates: StepCompiler<'dropDuplicates'> = {
  on: 'rows',
  compile: ({ keep, keys: named }, keys, frame, nullTokens) => {
    const reason = reasonOfDuplicates({ keys: named });
    const suspects = suspectsOf(frame, keys);
    if (suspects === null) return { leaves: pl.lit(false), reason };
    const repeated = repeats(rowKey(keys), keep);
    // Named keys identify a row only if every one of them says something; whole rows may well have gaps.
    const leaves = named === undefined ? repeated : areKeys(keys, nullTokens).and(repeated);
    const marked = suspects.lazy().select(pl.col(placeName), leaves.alias('leaves')).filter(pl.col('leaves'));
    const all = frame
      .lazy()
      .select(pl.col(keys[0] ?? '').isNull())
      .withRowIndex(placeName)
      .join(marked, { on: placeName, how: 'left' })
      .sort(pl.col(placeName))
      .select(pl.col('leaves').fillNull(pl.lit(false)))
      .collectSync();
    return { leaves: all.getColumn('leaves'), reason };
  },
};
