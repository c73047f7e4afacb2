import { compileExpression } from '../expression';
import type { StepCompiler } from '../step';

export const deriveColumn: StepCompiler<'deriveColumn'> = {
  on: 'columns',
  compile: ({ expression, into }, columns) => {
    if (columns.some(({ name }) => name === into)) return {};
    return { add: [{ name: into, after: columns.at(-1)?.position ?? 0, cells: compileExpression(expression, columns) }] };
  },
};
