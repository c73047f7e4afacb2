import type { StepCompiler } from '../step';

export const dropColumns: StepCompiler<'dropColumns'> = {
  on: 'columns',
  compile: ({ columns: names }, columns) => ({ drop: columns.filter(({ name }) => names.includes(name)).map(({ position }) => position) }),
};
