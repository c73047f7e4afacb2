import { patchTexts } from '../patch-texts';
import type { StepCompiler } from '../step';

export const normaliseUnicode: StepCompiler<'normaliseUnicode'> = {
  on: 'table',
  compile: ({ form }, frame, columns) =>
    patchTexts(frame, columns, (text) => text.normalize(form), { confidence: 1, reason: `in Unicode's form ${form}` }),
};
