import type { StepCompiler } from '../step';

export const trimWhitespace: StepCompiler<'trimWhitespace'> = {
  on: 'cells',
  isAlike: true,
  compile: (_, column) => {
    const after = column.str.stripChars(null as never);
    // To strip a cell takes less than to look at its ends by a pattern.
    return { kind: 'cells', after, where: after.neq(column), reason: 'white space at an end', confidence: 1, mayEmpty: true };
  },
};
