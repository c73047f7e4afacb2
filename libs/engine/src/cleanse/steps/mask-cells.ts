import { patchTexts } from '../patch-texts';
import type { StepCompiler } from '../step';

const sign = /[\p{L}\p{N}]/u;

export const maskCells: StepCompiler<'maskCells'> = {
  on: 'table',
  compile: ({ keep }, frame, columns) => {
    const masked = (text: string): string => {
      const signs = Array.from(text);
      let hidden = signs.filter((one) => sign.test(one) || one === '*').length - keep;
      return signs.map((one) => ((sign.test(one) || one === '*') && hidden-- > 0 ? '*' : one)).join('');
    };
    return patchTexts(frame, columns, masked, { confidence: 1, reason: 'masked' });
  },
};
