import { allHold, told } from '../condition';
import type { StepCompiler } from '../step';

export const quarantineRows: StepCompiler<'quarantineRows'> = {
  on: 'rows',
  compile: ({ where, reason }, columns) => ({ leaves: allHold(where, columns), reason: reason ?? told(where) }),
};
