import { Fault } from '@millrace/contracts';
import pl from 'nodejs-polars';
import type { StepCompiler } from '../step';

/** @throws Fault `invalid-recipe` */
const checkPattern = (pattern: string): void => {
  try {
    pl.DataFrame({ a: [''] })
      .lazy()
      .select(pl.col('a').str.contains(pattern))
      .collectSync();
  } catch (error) {
    throw new Fault('invalid-recipe', `"${pattern.slice(0, 100)}" is no pattern.`, { cause: error });
  }
};

export const replaceText: StepCompiler<'replaceText'> = {
  on: 'cells',
  compile: ({ pattern, replacement, literal }, column) => {
    if (!literal) checkPattern(pattern);
    const after = column.str.replaceAll(pattern, replacement, literal);
    return { kind: 'cells', after, reason: `what matches ${JSON.stringify(pattern)}, replaced`, confidence: 1, mayEmpty: false };
  },
};
