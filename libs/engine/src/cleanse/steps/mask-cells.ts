import { patchTexts } from '../patch-texts';
import type { StepCompiler } from '../step';

/** Letters, digits, what is written upon them, and pictures of them. */
const sign = /[\p{L}\p{M}\p{N}\p{So}*]/u;

export const maskCells: StepCompiler<'maskCells'> = {
  on: 'table',
  compile: ({ keep }, frame, columns) => {
    const masked = (text: string): string => {
      const signs = Array.from(text);
      const all = signs.filter((one) => sign.test(one)).length;
      // Of a cell that has no more, all would be left to be read.
      let hidden = all > keep ? all - keep : all;
      return signs.map((one) => (sign.test(one) && hidden-- > 0 ? '*' : one)).join('');
    };
    return patchTexts(frame, columns, masked, { confidence: 1, reason: 'masked' });
  },
};
