import { isPlainAmong, mayPassForThousands, withMoreDigits } from '../decimal-commas';
import { patchColumns } from '../patch-texts';
import type { StepCompiler } from '../step';

const currency = '(?:[$€£¥]|USD|EUR|GBP|CHF|JPY)?';

/** Moves the decimal point two places to the left, digit by digit. */
const hundredth = (number: string): string => {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(number) ?? [];
  const padded = whole.padStart(3, '0');
  const digits = `${padded.slice(-2)}${fraction}`.replace(/0+$/, '');
  return `${sign}${padded.slice(0, -2).replace(/^0+(?=\d)/, '')}${digits === '' ? '' : `.${digits}`}`;
};

/**
 * Writes numbers with that sign before their fraction plainly; a text that is none stays as it is.
 * @param percent what becomes of `5%`: 0.05, or what it was
 */
export const plainNumber = (decimal: '.' | ',', percent: 'share' | 'keep'): ((text: string) => string) => {
  const group = decimal === '.' ? "[,'\u00a0\u202f ]" : "[.'\u00a0\u202f ]";
  // No thousand begins with a zero: 0.125 is an eighth.
  const digits = `[1-9]\\d{0,2}(?:${group}\\d{3})+|\\d+`;
  const form = new RegExp(`^(\\()?([-+]?)\\s*${currency}\\s*([-+]?)(${digits})(?:\\${decimal}(\\d+))?\\s*${currency}\\s*(%?)(\\))?$`);
  return (text) => {
    const [, open, sign = '', inner = '', whole, fraction, isPercent, close] = form.exec(text.trim()) ?? [];
    if (
      whole === undefined ||
      (sign !== '' && inner !== '') ||
      (open === undefined) !== (close === undefined) ||
      (isPercent === '%' && percent === 'keep')
    )
      return text;
    const isNegative = open !== undefined || sign === '-' || inner === '-';
    const number = `${isNegative ? '-' : ''}${whole.replace(/\D/g, '')}${fraction === undefined ? '' : `.${fraction}`}`;
    return isPercent === '%' ? hundredth(number) : number;
  };
};

export const parseNumbers: StepCompiler<'parseNumbers'> = {
  on: 'table',
  compile: ({ decimal, percent }, frame, columns) => {
    const plain = plainNumber(decimal, percent);
    const plainIn = (texts: readonly string[]) => {
      if (decimal === '.') return plain;
      const isPlain = isPlainAmong(texts);
      const become = (text: string) => (isPlain(text) ? text : plain(text));
      if (!mayPassForThousands(texts.map(become))) return become;
      return (text: string) => {
        const after = become(text);
        return after === text ? text : withMoreDigits(after);
      };
    };
    return patchColumns(frame, columns, plainIn, {
      confidence: 0.99,
      reason: `a number with "${decimal}" before its fraction, written plainly`,
    });
  },
};
