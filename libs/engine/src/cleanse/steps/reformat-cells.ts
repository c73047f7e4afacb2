import type { FormatProgram } from '@millrace/contracts';
import { encodeFrame } from '../../relations/encode-table';
import { runPrograms } from '../../repair/programs/run-programs';
import type { Patch, StepCompiler } from '../step';

const reasons: Readonly<Record<FormatProgram['kind'], string>> = {
  number: 'the number as the rest of the column writes it',
  code: 'the code as the rest of the column writes it',
  date: 'the date as the rest of the column writes it',
};

export const reformatCells: StepCompiler<'reformatCells'> = {
  on: 'table',
  compile: ({ programs }, frame, columns) => {
    const run = runPrograms(programs);
    return columns.map(({ position }): Patch => {
      const [column] = encodeFrame(frame, [position]).columns;
      const made = column?.values.map(run) ?? [];
      const changed = Array.from(column?.codes ?? []).flatMap((code, row) => {
        const found = made[code];
        return found ? [{ row, ...found }] : [];
      });
      return {
        position,
        rows: changed.map(({ row }) => row),
        after: changed.map(({ after }) => after),
        confidence: changed.map(({ program }) => program.confidence),
        reason: changed.map(({ program }) => reasons[program.kind]),
      };
    });
  },
};
