import pl, { type DataFrame, type Expr, type Series } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import type { CellTest } from './settle/kept-cells';
import type { CellChange, Patch } from './step';

/** A change that leaves cells alone for which a test holds. */
export const guardChange = (change: CellChange, column: Expr, isKept: CellTest | undefined): CellChange => {
  if (isKept === undefined) return change;
  const kept = isKept(column);
  const { after, where, quarantine } = change;
  return {
    ...change,
    after: pl.when(kept).then(column).otherwise(after),
    ...(where && { where: where.and(kept.not()) }),
    ...(quarantine && { quarantine: { ...quarantine, where: quarantine.where.and(kept.not()) } }),
  };
};

/** Patches but for cells of which a test holds. */
export const guardPatches = (patches: readonly Patch[], frame: DataFrame, kept: ReadonlyMap<number, CellTest>): Patch[] =>
  patches.map((patch) => {
    const isKept = kept.get(patch.position);
    if (isKept === undefined || patch.rows.length === 0) return patch;
    const found = frame
      .lazy()
      .select(isKept(pl.col(cell(patch.position))).alias('kept'))
      .collectSync()
      .getColumn('kept')
      .toArray() as boolean[];
    const open = Array.from(patch.rows.keys()).filter((at) => found[patch.rows[at] ?? 0] !== true);
    const pick = <T>(values: readonly T[]): T[] => open.map((at) => values[at] as T);
    const { position, rows, after, confidence, reason } = patch;
    return { position, rows: pick(rows), after: pick(after), confidence: pick(confidence), reason: pick(reason) };
  });

/** Whether a row has, in one of some columns, a cell for which their test holds; null where none has a test. */
export const anyKept = (positions: readonly number[], kept: ReadonlyMap<number, CellTest>): Expr | null => {
  const tests = positions.flatMap((position) => kept.get(position)?.(pl.col(cell(position))) ?? []);
  return tests.length === 0 ? null : tests.reduce((any, one) => any.or(one));
};

/** Rows that leave, but for those for which a condition holds. */
export const guardRows = (leaves: Expr | Series, frame: DataFrame, isKept: Expr | null): Expr | Series => {
  if (isKept === null) return leaves;
  if (!('dtype' in leaves)) return leaves.and(isKept.not());
  return frame
    .hstack<Series[]>([leaves.alias('leaves')])
    .lazy()
    .select(pl.col('leaves').and(isKept.not()).alias('leaves'))
    .collectSync()
    .getColumn('leaves');
};
