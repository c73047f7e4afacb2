import { encodeFrame } from '../../relations/encode-table';
import { repairTypos as findRepairs } from '../../repair/repair-typos';
import { withoutExceptions } from '../../repair/without-exceptions';
import type { StepCompiler } from '../step';

export const repairTypos: StepCompiler<'repairTypos'> = {
  on: 'table',
  compile: ({ mark = null, except = [], threshold }, frame, columns) => {
    const apart = new Set(except);
    const table = encodeFrame(
      frame,
      columns.map(({ position }) => position),
    );
    return columns.map(({ position }, at) => {
      const column = table.columns[at];
      if (!column) throw new Error('a column of the step was not read');
      const byCode = new Map(
        findRepairs(column, { mark }, threshold)
          .filter(({ code }) => !apart.has(column.values[code] ?? ''))
          .map((repair) => [repair.code, repair]),
      );
      const found =
        byCode.size === 0
          ? []
          : Array.from(column.codes.keys()).flatMap((row) => {
              const repair = byCode.get(column.codes[row] ?? -1);
              return repair ? [{ row, ...repair }] : [];
            });
      const others = table.columns.filter((_, other) => other !== at);
      const kept = withoutExceptions(others, found);
      return {
        position,
        rows: kept.map(({ row }) => row),
        after: kept.map(({ after }) => after),
        confidence: kept.map(({ confidence }) => confidence),
        reason: kept.map(({ reason }) => reason),
      };
    });
  },
};
