import { encodeFrame } from '../../relations/encode-table';
import { stepGroups } from '../../records/step-groups';
import { withoutNullTokens } from '../../records/without-null-tokens';
import { Survivorship, type MergeColumn } from '../../records/survivors';
import type { Departure, Patch, StepCompiler } from '../step';

export const mergeRecords: StepCompiler<'mergeRecords'> = {
  on: 'records',
  compile: (step, frame, columns, rowOf, nullTokens) => {
    const table = encodeFrame(
      frame,
      columns.map(({ position }) => position),
    );
    const merging = columns.map(({ name }, at): MergeColumn => {
      const coded = table.columns[at];
      return { name, cellOf: (row) => coded?.values[coded.codes[row] ?? -1] ?? null, values: coded?.values ?? [] };
    });
    const survivorship = new Survivorship(merging, step);
    const groups = stepGroups(step, withoutNullTokens(table, nullTokens), columns, rowOf);
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
