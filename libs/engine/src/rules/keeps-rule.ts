import { linearPattern, type ColumnProfile, type Rule } from '@millrace/contracts';
import { fittingClasses, type DateOrder } from '../profile/decide-kind';
import { classCode, classified, classifyValue, type ValueWords } from '../profile/values/classify-value';
import { unpackDate } from '../profile/values/parse-date';

/** The rules that each cell keeps or breaks by its text alone. */
export type CellRule = Extract<Rule, { readonly kind: 'type' | 'inSet' | 'range' | 'pattern' }>;
export const isCellRule = (rule: Rule): rule is CellRule => ['type', 'inSet', 'range', 'pattern'].includes(rule.kind);
/** Whether an absent cell breaks a rule. Of the others it keeps each. */
export const isBrokenByAbsence = ({ kind }: Rule): boolean => kind === 'notNull' || kind === 'key';

const encoder = new TextEncoder();
const isWritten = (code: number): boolean => code >= classCode.ambiguousDate && code <= classCode.monthFirstDate;

const classOf = (text: string, words?: ValueWords): number => {
  const bytes = encoder.encode(text);
  return classifyValue(bytes, 0, bytes.length, words);
};

/** Whether a text stands for no value. @param words of the table */
export const isAbsent = (text: string, words: ValueWords): boolean => classOf(text, words) === classCode.nullToken;

const numberOf = (text: string, order: DateOrder): number => {
  const code = classOf(text);
  return isWritten(code) ? unpackDate(classified.number, order) : classified.number;
};

/** The order in which most dates of some texts are written that have one; null where none has. @param counts cells of each text */
export const dateOrderOf = (texts: readonly string[], counts: ArrayLike<number>): DateOrder | null => {
  let [dayFirst, monthFirst] = [0, 0];
  for (const [at, text] of texts.entries()) {
    const code = classOf(text);
    if (code === classCode.dayFirstDate) dayFirst += counts[at] ?? 0;
    else if (code === classCode.monthFirstDate) monthFirst += counts[at] ?? 0;
  }
  return dayFirst + monthFirst === 0 ? null : monthFirst > dayFirst ? 'monthFirst' : 'dayFirst';
};

/** A function that says of a text that is no absent cell whether it keeps a rule. Dates are read in the order that their column has. */
export const keepsRule = (
  rule: CellRule,
  { evidence }: { readonly evidence: Pick<ColumnProfile['evidence'], 'dateOrder'> },
): ((text: string) => boolean) => {
  const order = evidence.dateOrder ?? 'dayFirst';
  switch (rule.kind) {
    case 'inSet': {
      const values = new Set(rule.values);
      return (text) => values.has(text);
    }
    case 'pattern':
      return linearPattern(rule.pattern);
    case 'type': {
      const codes = new Set<number>(fittingClasses(order)[rule.type].map((name) => classCode[name]));
      return (text) => codes.has(classOf(text));
    }
    case 'range': {
      const asNumber = (bound: number | string | undefined, none: number) =>
        bound === undefined ? none : typeof bound === 'number' ? bound : numberOf(bound, order);
      const [min, max] = [asNumber(rule.min, -Infinity), asNumber(rule.max, Infinity)];
      return (text) => {
        const value = numberOf(text, order);
        return value >= min && value <= max;
      };
    }
  }
};
