import { encodeFrame } from '../../relations/encode-table';
import type { Repair } from '../../repair/repair';
import { repairByDependency as findRepairs } from '../../repair/repair-by-dependency';
import type { Patch, StepColumn, StepCompiler } from '../step';

const patchesOf = (repairs: readonly Repair[], columns: readonly StepColumn[]): Patch[] =>
  columns.map(({ position }, at) => {
    const own = repairs.filter(({ column }) => column === at);
    return {
      position,
      rows: own.map(({ row }) => row),
      after: own.map(({ after }) => after),
      confidence: own.map(({ confidence }) => confidence),
      reason: own.map(({ reason }) => reason),
    };
  });

export const repairByDependency: StepCompiler<'repairByDependency'> = {
  on: 'table',
  compile: ({ dependencies, mark = null, threshold }, frame, columns) => {
    const places = new Map(columns.map(({ name }, at) => [name, at]));
    const placeOf = (name: string): number => places.get(name) ?? -1;
    const voters = dependencies.map(({ from, to }) => ({ determinants: from.map(placeOf), dependent: placeOf(to) }));
    const table = encodeFrame(
      frame,
      columns.map(({ position }) => position),
    );
    const names = columns.map(({ name }) => name);
    return patchesOf(findRepairs(table, voters, { names, habit: { mark }, threshold }), columns);
  },
};
