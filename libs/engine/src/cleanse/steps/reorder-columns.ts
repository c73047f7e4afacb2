import { columnNamed } from '../columns-of-step';
import type { StepCompiler } from '../step';

export const reorderColumns: StepCompiler<'reorderColumns'> = {
  on: 'columns',
  compile: ({ columns: names }, columns) => ({
    first: [...new Set(names)].map((name) => columnNamed(name, 'reorderColumns', columns).position),
  }),
};
