import pl from 'nodejs-polars';
import { stepGroups, type StepGroup } from '../../records/step-groups';
import { withoutNullTokens } from '../../records/without-null-tokens';
import { encodeFrame } from '../../relations/encode-table';
import { columnNamed } from '../columns-of-step';
import { rowName } from '../row-name';
import type { StepCompiler } from '../step';

const digits = 4;

export const matchRecords: StepCompiler<'matchRecords'> = {
  on: 'columns',
  compile: (step, columns, frame, nullTokens) => {
    const { into } = step;
    if (into.every((name) => columns.some((one) => one.name === name))) return {};
    const named = step.columns?.map((name) => columnNamed(name, 'matchRecords', columns));
    const compared = named ?? columns;
    for (const name of Object.keys(step.comparators ?? {})) columnNamed(name, 'matchRecords', columns);
    const after = columns.at(-1)?.position ?? 0;
    if (frame === null) return { add: into.map((name) => ({ name, after, cells: pl.lit(null) })) };
    const rows = frame.getColumn(rowName).toArray() as number[];
    const rowOf = (place: number): number => rows[place] ?? 0;
    const table = encodeFrame(
      frame,
      compared.map(({ position }) => position),
    );
    const groups = stepGroups(step, withoutNullTokens(table, nullTokens), compared, rowOf);
    const texts = (textOf: (group: StepGroup, at: number, member: number) => string): ReadonlyMap<number, string> =>
      new Map(groups.flatMap((group, at) => group.rows.map((row, member) => [rowOf(row), textOf(group, at, member)] as const)));
    const made = [texts((_, at) => `${at}`), texts(({ surest }, _, member) => (surest[member] ?? 1).toFixed(digits))];
    return { add: into.map((name, at) => ({ name, after, cells: made[at] ?? new Map<number, string>() })) };
  },
};
