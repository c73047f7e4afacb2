import type { FormatProgram } from '@millrace/contracts';
import { codeProgram } from './code-program';
import { dateProgram } from './date-program';
import { numberProgram } from './number-program';

/** What a program makes of a cell: the cell itself where it can not read it. */
export const compileProgram = (program: FormatProgram): ((text: string) => string) => {
  if (program.kind === 'number') return numberProgram(program);
  return program.kind === 'code' ? codeProgram(program) : dateProgram(program);
};

/** What the first of some programs that changes a cell makes of it; null where none does. */
export const runPrograms = (programs: readonly FormatProgram[]) => {
  const compiled = programs.map((program) => ({ program, become: compileProgram(program) }));
  return (text: string): { readonly after: string; readonly program: FormatProgram } | null => {
    for (const { program, become } of compiled) {
      const after = become(text);
      if (after !== text) return { after, program };
    }
    return null;
  };
};
