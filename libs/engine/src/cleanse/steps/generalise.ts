import type { StepOf } from '@millrace/contracts';
import { patchTexts } from '../patch-texts';
import type { StepCompiler } from '../step';

const rangeOf = (text: string, width: number): string => {
  const number = text.trim();
  if (!/^[+-]?\d{1,15}(?:\.\d+)?$/.test(number)) return text;
  const from = Math.floor(Number(number) / width) * width;
  return `${from}..${from + width}`;
};

const cut = (text: string, length: number): string =>
  /^\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])(?:[T ].*)?)?$/s.test(text) ? text.slice(0, length) : text;

const coarser = ({ to, width = 1, keep = 0 }: StepOf<'generalise'>): ((text: string) => string) =>
  ({
    range: (text: string) => rangeOf(text, width),
    month: (text: string) => cut(text, 'yyyy-mm'.length),
    year: (text: string) => cut(text, 'yyyy'.length),
    prefix: (text: string) =>
      Array.from(text)
        .map((sign, at) => (at < keep ? sign : '*'))
        .join(''),
  })[to];

export const generalise: StepCompiler<'generalise'> = {
  on: 'table',
  compile: (step, frame, columns) => patchTexts(frame, columns, coarser(step), { confidence: 1, reason: `less exact, by ${step.to}` }),
};
