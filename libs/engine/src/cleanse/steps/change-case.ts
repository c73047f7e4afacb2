import pl from 'nodejs-polars';
import type { StepCompiler } from '../step';

export const changeCase: StepCompiler<'changeCase'> = {
  on: 'cells',
  isAlike: true,
  compile: ({ to, only }, column) => {
    const changed = to === 'lower' ? column.str.toLowerCase() : column.str.toUpperCase();
    const letters = to === 'lower' ? '\\p{Lu}' : '\\p{Ll}';
    const others = to === 'lower' ? '\\p{Ll}' : '\\p{Lu}';
    const isOneCase = column.str.contains(letters).and(column.str.contains(others).not());
    return {
      kind: 'cells',
      where: column.str.contains(letters),
      after: only === 'all' ? changed : pl.when(isOneCase).then(changed).otherwise(column),
      reason: only === 'all' ? `in ${to} case` : `in ${to} case as the rest of the column`,
      confidence: only === 'all' ? 1 : 0.99,
      mayEmpty: false,
    };
  },
};
