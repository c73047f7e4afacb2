import { allHold, told } from '../condition';
import type { StepCompiler } from '../step';

export const filterRows: StepCompiler<'filterRows'> = {
  on: 'rows',
  compile: ({ where, reason }, columns) => ({ leaves: allHold(where, columns).not(), reason: reason ?? `not so: ${told(where)}` }),
};
