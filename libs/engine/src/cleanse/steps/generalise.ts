import { coarserIn, hiddenText } from '../coarser';
import { patchColumns } from '../patch-texts';
import type { StepCompiler } from '../step';

export const generalise: StepCompiler<'generalise'> = {
  on: 'table',
  compile: (step, frame, columns) =>
    patchColumns(frame, columns, (texts) => coarserIn(step, texts), {
      confidence: 1,
      reason: (after) =>
        after === hiddenText ? `hidden, as it cannot be read for sure and made less exact by ${step.to}` : `less exact, by ${step.to}`,
    }),
};
