import type { StepCompiler } from '../step';

export const trimWhitespace: StepCompiler<'trimWhitespace'> = {
  on: 'cells',
  isAlike: true,
  compile: (_, column) => ({
    kind: 'cells',
    after: column.str.stripChars(null as never),
    where: column.str.contains('^\\s|\\s$'),
    reason: 'white space at an end',
    confidence: 1,
    mayEmpty: false,
  }),
};
