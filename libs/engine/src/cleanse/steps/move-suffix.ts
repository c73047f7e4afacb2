import { suffixMoves } from '../../repair/suffix-moves';
import { encodeFrame } from '../../relations/encode-table';
import type { Patch, StepCompiler } from '../step';

export const moveSuffix: StepCompiler<'moveSuffix'> = {
  on: 'table',
  compile: ({ from, to }, frame, columns) => {
    const [source, target] = columns;
    if (!source || !target) return [];
    const [codedSource, codedTarget] = encodeFrame(frame, [source.position, target.position]).columns;
    if (!codedSource || !codedTarget) return [];
    const moves = suffixMoves(codedSource, codedTarget);
    const patch = (position: number, after: readonly string[], reason: string): Patch => ({
      position,
      rows: moves.map(({ row }) => row),
      after,
      confidence: moves.map(() => 0.98),
      reason: moves.map(() => reason),
    });
    return [
      patch(target.position, moves.map(({ suffix }) => suffix), `absent, and at the end of ${from}`), // prettier-ignore
      patch(source.position, moves.map(({ rest }) => rest), `its last word belongs to ${to}`), // prettier-ignore
    ];
  },
};
