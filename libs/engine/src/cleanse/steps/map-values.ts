import { patchTexts } from '../patch-texts';
import type { StepCompiler } from '../step';

export const mapValues: StepCompiler<'mapValues'> = {
  on: 'table',
  compile: ({ values }, frame, columns) => {
    const known = new Map(Object.entries(values));
    return patchTexts(frame, columns, (text) => known.get(text) ?? text, { confidence: 1, reason: 'by the list of the step' });
  },
};
