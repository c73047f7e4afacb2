import type { StepOf } from '@millrace/contracts';
import type { CodedTable } from '../../relations/coded-column';
import { encodeFrame } from '../../relations/encode-table';
import { groupByKeys } from '../../records/group-by-keys';
import { matchRecords } from '../../records/match-records';
import { Survivorship, type MergeColumn } from '../../records/survivors';
import type { Departure, Patch, StepColumn, StepCompiler } from '../step';

interface Group {
  /** Places in the frame, the one that stays first. */
  readonly rows: readonly number[];
  readonly confidence: number;
}

const groupsOf = (step: StepOf<'mergeRecords'>, table: CodedTable, columns: readonly StepColumn[]): Group[] => {
  const named = (names: readonly string[] | undefined) =>
    columns.map(({ name }, at) => ({ name, at })).filter(({ name }) => names === undefined || names.includes(name));
  const only = (names: readonly string[] | undefined) => named(names).flatMap(({ at }) => table.columns[at] ?? []);
  if (step.keys) return groupByKeys(only(step.keys), table.rows).map((rows) => ({ rows, confidence: 1 }));
  const { columns: wanted, comparators, threshold } = step;
  const found = matchRecords(
    { rows: table.rows, columns: only(wanted) },
    { names: named(wanted).map(({ name }) => name), threshold, review: threshold, ...(comparators && { comparators }) },
  );
  const clusterOf = new Map(found.clusters.flatMap((rows, at) => rows.map((row) => [row, at] as const)));
  const least = found.clusters.map(() => 1);
  for (const { a, b, probability } of found.same) {
    const cluster = clusterOf.get(a);
    if (cluster !== undefined && cluster === clusterOf.get(b)) least[cluster] = Math.min(least[cluster] ?? 1, probability);
  }
  return found.clusters.map((rows, at) => ({ rows, confidence: least[at] ?? 1 }));
};

export const mergeRecords: StepCompiler<'mergeRecords'> = {
  on: 'records',
  compile: (step, frame, columns, rowOf) => {
    const table = encodeFrame(
      frame,
      columns.map(({ position }) => position),
    );
    const merging = columns.map(({ name }, at): MergeColumn => {
      const coded = table.columns[at];
      return { name, cellOf: (row) => coded?.values[coded.codes[row] ?? -1] ?? null };
    });
    const survivorship = new Survivorship(merging, step);
    const groups = groupsOf(step, table, columns);
    const patches = merging.map((column, at): Patch => {
      const rule = step.survivorship.columns[column.name] ?? step.survivorship.default;
      const changes = groups.flatMap(({ rows, confidence }) => {
        const [stays = 0] = rows;
        const survivor = survivorship.of(rows, column, rule);
        if (survivor === null || survivor.value === column.cellOf(stays)) return [];
        return [{ row: stays, after: survivor.value, confidence, reason: `from row ${rowOf(survivor.from)}: ${survivor.reason}` }];
      });
      return {
        position: columns[at]?.position ?? 0,
        rows: changes.map(({ row }) => row),
        after: changes.map(({ after }) => after),
        confidence: changes.map((change) => change.confidence),
        reason: changes.map(({ reason }) => reason),
      };
    });
    const leaving = groups.flatMap(({ rows: [stays = 0, ...others], confidence }): Departure[] =>
      others.map((row) => ({ row, reason: `merged into row ${rowOf(stays)}, the same with a chance of ${confidence.toFixed(3)}` })),
    );
    return { patches, leaving };
  },
};
