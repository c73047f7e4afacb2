import type { StepDecisions, StepOf } from '@millrace/contracts';
import type { StepColumn } from '../cleanse/step';
import type { CodedTable } from '../relations/coded-column';
import { decideRows, nothingDecided, type Decided } from './decided-rows';
import { groupByKeys } from './group-by-keys';
import { matchRecords } from './match-records';

/** Rows that are the same, by their places in a frame, the first one first. */
export interface StepGroup {
  readonly rows: readonly number[];
  /** Chance of the least sure pair that was found among them. */
  readonly confidence: number;
  /** Of each row the chance of its surest pair within the group. */
  readonly surest: readonly number[];
}

/** Decisions on rows of the input as decisions on places in a frame. Of rows that are not there any more nothing is decided. */
const decidedIn = (decided: StepDecisions | undefined, rows: number, rowOf: (place: number) => number): Decided => {
  if (decided === undefined || decided.length === 0) return nothingDecided;
  const placeOf = new Map(Array.from({ length: rows }, (_, place) => [rowOf(place), place] as const));
  return decideRows(
    decided.map(({ pairs, rows: all }) => ({
      pairs,
      rowsOf: new Map(Object.entries(all).map(([key, own]) => [key, own.flatMap((row) => placeOf.get(row) ?? [])])),
    })),
  );
};

/**
 * The groups of rows that a step finds to be the same.
 * @param columns all of the table, in the order of those of `table`
 * @param rowOf the row of the input that a place in the frame was
 */
export const stepGroups = (
  step: StepOf<'matchRecords'> | StepOf<'mergeRecords'>,
  table: CodedTable,
  columns: readonly StepColumn[],
  rowOf: (place: number) => number,
): StepGroup[] => {
  const named = (names: readonly string[] | undefined) =>
    columns.map(({ name }, at) => ({ name, at })).filter(({ name }) => names === undefined || names.includes(name));
  const only = (names: readonly string[] | undefined) => named(names).flatMap(({ at }) => table.columns[at] ?? []);
  if ('keys' in step && step.keys)
    return groupByKeys(only(step.keys), table.rows).map((rows) => ({ rows, confidence: 1, surest: rows.map(() => 1) }));
  const { columns: wanted, comparators, threshold, decided } = step;
  const found = matchRecords(
    { rows: table.rows, columns: only(wanted) },
    {
      names: named(wanted).map(({ name }) => name),
      ...{ threshold, review: threshold, decided: decidedIn(decided, table.rows, rowOf) },
      ...(comparators && { comparators }),
    },
  );
  const clusterOf = new Map(found.clusters.flatMap((rows, at) => rows.map((row) => [row, at] as const)));
  const least = found.clusters.map(() => 1);
  const surest = new Map<number, number>();
  for (const { a, b, probability } of found.same) {
    const cluster = clusterOf.get(a);
    if (cluster === undefined || cluster !== clusterOf.get(b)) continue;
    least[cluster] = Math.min(least[cluster] ?? 1, probability);
    for (const row of [a, b]) surest.set(row, Math.max(surest.get(row) ?? 0, probability));
  }
  return found.clusters.map((rows, at) => ({ rows, confidence: least[at] ?? 1, surest: rows.map((row) => surest.get(row) ?? 1) }));
};
