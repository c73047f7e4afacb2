import { encodeFrame } from '../../relations/encode-table';
import { decidedCells } from '../corrected-cells';
import type { StepCompiler } from '../step';

export const correctCells: StepCompiler<'correctCells'> = {
  on: 'table',
  compile: (step, frame, columns) => {
    const accepted = decidedCells(step, frame, columns).filter(({ decision }) => decision === 'accepted');
    return [...Map.groupBy(accepted, ({ position }) => position)].map(([position, cells]) => {
      const [column] = encodeFrame(frame, [position]).columns;
      const textOf = (row: number) => column?.values[column.codes[row] ?? -1];
      const open = [...new Map(cells.map((cell) => [cell.place, cell])).values()].filter(({ place, text }) => textOf(place) !== text);
      return {
        position,
        rows: open.map(({ place }) => place),
        after: open.map(({ text }) => text),
        confidence: open.map(() => 1),
        reason: open.map(({ by }) => `accepted by ${by}`),
      };
    });
  },
};
