import { checkPattern } from '../condition';
import type { StepCompiler } from '../step';

export const replaceText: StepCompiler<'replaceText'> = {
  on: 'cells',
  compile: ({ pattern, replacement, literal }, column) => {
    if (!literal) checkPattern(pattern);
    const after = column.str.replaceAll(pattern, replacement, literal);
    return { kind: 'cells', after, reason: `what matches ${JSON.stringify(pattern)}, replaced`, confidence: 1, mayEmpty: true };
  },
};
