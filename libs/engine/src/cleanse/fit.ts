import type { DataFrame, Series } from 'nodejs-polars';
import pl from 'nodejs-polars';
import { reasonName, rowName } from './row-name';
import type { CellChange, ColumnPlan, Patch } from './step';

/** What a step has found in the whole table, by which it can be applied to a part of it. Rows are those of the input. */
export type Fit =
  | { readonly on: 'columns'; readonly plan: ColumnPlan }
  /** By position; columns that are left out stay as they are. */
  | { readonly on: 'cells'; readonly changes: Map<number, CellChange> }
  /** Their `rows` are rows of the input, in order. */
  | { readonly on: 'table'; readonly patches: readonly Patch[] }
  | { readonly on: 'rows'; readonly leaving: DataFrame; readonly reason: string };

const rowsOf = (frame: DataFrame): Uint32Array => Uint32Array.from(frame.getColumn(rowName).toArray() as number[]);

/** Patches with places in a frame as those with rows of the input, in order. */
export const patchesByRow = (patches: readonly Patch[], frame: DataFrame): Patch[] => {
  const rows = rowsOf(frame);
  return patches.map((patch) => {
    const order = Array.from(patch.rows.keys()).toSorted((a, b) => (patch.rows[a] ?? 0) - (patch.rows[b] ?? 0));
    const pick = <T>(values: readonly T[]): T[] => order.map((at) => values[at] as T);
    return {
      position: patch.position,
      rows: pick(patch.rows).map((place) => rows[place] ?? 0),
      after: pick(patch.after),
      confidence: pick(patch.confidence),
      reason: pick(patch.reason),
    };
  });
};

const firstFrom = (sorted: ArrayLike<number>, wanted: number): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Of patches by rows of the input, those for rows that a frame has, by their places in it. */
export const patchesIn = (patches: readonly Patch[], frame: DataFrame): Patch[] => {
  const rows = rowsOf(frame);
  const [first, last] = [rows[0] ?? 0, rows.at(-1) ?? -1];
  return patches.map((patch) => {
    const [from, to] = [firstFrom(patch.rows, first), firstFrom(patch.rows, last + 1)];
    const [places, own]: [number[], number[]] = [[], []];
    for (let at = from; at < to; at += 1) {
      const place = firstFrom(rows, patch.rows[at] ?? 0);
      if (rows[place] !== patch.rows[at]) continue;
      places.push(place);
      own.push(at);
    }
    const pick = <T>(values: readonly T[]): T[] => own.map((at) => values[at] as T);
    return {
      position: patch.position,
      rows: places,
      after: pick(patch.after),
      confidence: pick(patch.confidence),
      reason: pick(patch.reason),
    };
  });
};

/** Which rows of a frame are among those that leave, one boolean a row, and why. @param leaving a column `rowIndex`, and one `reason` where rows have their own */
export const leavesIn = (leaving: DataFrame, frame: DataFrame): { readonly leaves: Series; readonly reasons?: Series } => {
  const own = leaving.columns.includes(reasonName) ? [pl.col(reasonName)] : [];
  const found = frame
    .lazy()
    .select(rowName)
    .join(leaving.lazy().select(pl.col(rowName), pl.lit(true).alias('leaves'), ...own), { on: rowName, how: 'left' })
    .sort(pl.col(rowName))
    .select(pl.col('leaves').fillNull(pl.lit(false)), ...own)
    .collectSync();
  return { leaves: found.getColumn('leaves'), ...(own.length > 0 && { reasons: found.getColumn(reasonName) }) };
};
