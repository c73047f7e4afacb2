import type { ColumnProfile } from '@millrace/contracts';
import { isWellKnown } from './is-well-known';

/** A form in which people write what is no number or date of a grammar, told by format masks (`9` digit, `A` and `a` letters). */
export interface WrittenForm {
  readonly what: string;
  readonly advice: string;
  /** Cells of the masks that have the form: no more than there are. */
  readonly cells: number;
  readonly example: string;
}

const group = String.raw`9{1,3}(?:[ \u00a0\u202f']999)+`;
const body = {
  ',': String.raw`(?:9{1,3}(?:\.999)+,9+|9{1,3}(?:\.999){2,}|${group},9+|9+,(?:9{1,2}|9{4,}))`,
  '.': String.raw`(?:9{1,3}(?:,999)+\.9+|9{1,3}(?:,999){2,}|${group}\.9+)`,
  plain: String.raw`(?:9+|9+\.9+|9{1,3}[.,]999|${group})`,
} as const;
const sign = String.raw`[-+\u2212]?`;
const money = String.raw`(?:[$€£¥~]|A{3})`;
const any = `(?:${body[',']}|${body['.']}|${body.plain})`;

const forms: readonly {
  readonly what: string;
  readonly advice: (isComma: boolean) => string;
  readonly mask: RegExp;
  readonly value?: RegExp;
}[] = [
  {
    what: 'amounts with a currency',
    advice: (isComma) =>
      `parseNumbers with "decimal": "${isComma ? ',' : '.'}" writes them plainly; keep the currency in a column of its own if it differs.`,
    mask: new RegExp(`^(?:${sign}${money}\\s?${sign}${any}|${sign}${any}\\s?${money})$`, 'u'),
    value: /[$€£¥]|USD|EUR|GBP|CHF|JPY/u,
  },
  {
    what: 'percentages',
    advice: (isComma) => `parseNumbers with "decimal": "${isComma ? ',' : '.'}" and "percent": "share" writes them as shares.`,
    mask: new RegExp(`^${sign}${any}\\s?%$`, 'u'),
  },
  {
    what: 'numbers with a decimal comma',
    advice: () => 'parseNumbers with "decimal": "," writes them plainly.',
    mask: new RegExp(`^${sign}${body[',']}$`, 'u'),
  },
  {
    what: 'numbers with separators of thousands',
    advice: () => 'parseNumbers with "decimal": "." writes them plainly; "," if they are decimal commas.',
    mask: new RegExp(`^${sign}(?:${body['.']}|9{1,3},999|${group})$`, 'u'),
  },
  {
    what: 'dates with the name of a month',
    advice: () => 'parseDates writes them as 2024-01-31; its order, dayFirst or monthFirst, makes no difference to them.',
    mask: /^(?:99?[ -](?:Aaa+|AAA|aaa+)\.?[ -]99(?:99)?|Aaa+\.? 99?,? 9999)$/u,
    value: /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/iu,
  },
  {
    what: 'dates with a year of two digits',
    advice: () =>
      'parseDates with "shortYears", the last year that they may be of, writes them as 2024-01-31: only you know the century, and which of day and month is first.',
    mask: /^99?(?<sign>[/.-])99?\k<sign>99$/u,
  },
];

const isComma = (mask: string): boolean => new RegExp(`^${body[',']}$`, 'u').test(mask.replaceAll(/[^9.,]/gu, ''));
const maskOfText = (text: string): string => text.replaceAll(/\d/gu, '9').replaceAll(/[A-Z]/gu, 'A').replaceAll(/[a-z]/gu, 'a');

/**
 * What the cells of a column of text are written as, where at least the share `least` of its most frequent format masks has one form.
 * Plain numbers have no mask and speak neither for nor against it.
 */
export const writtenOtherwise = ({ kind, masks, top }: ColumnProfile, least: number): WrittenForm | null => {
  if (!['text', 'category', 'identifier'].includes(kind)) return null;
  const shown = masks.reduce((sum, { count }) => sum + count, 0);
  for (const { what, advice, mask, value } of forms) {
    // A decimal comma or separators stand beside plainer cells of the same column.
    const beside = /^numbers/.test(what) ? new RegExp(`^${sign}${any}$`, 'u') : mask;
    const has = masks.filter(({ value: text }) => mask.test(text));
    const fitting = masks.filter(({ value: text }) => beside.test(text)).reduce((sum, { count }) => sum + count, 0);
    if (has.length === 0 || fitting < shown * least) continue;
    const examples = top.filter(({ value: text }) => mask.test(maskOfText(text)));
    const [example] = examples;
    if (!example || (value && !examples.every(({ value: text }) => value.test(text)))) continue;
    return { what, advice: advice(has.some(({ value: text }) => isComma(text))), cells: fitting, example: example.value };
  }
  return null;
};

/**
 * The profile of a column whose values are all different and no identifiers: numbers or dates in a form that people write.
 * @param least as of `writtenOtherwise`
 */
export const withoutFalseIdentifier = (column: ColumnProfile, least = 0.9): ColumnProfile =>
  column.kind !== 'identifier' || isWellKnown(column) || writtenOtherwise(column, least) === null
    ? column
    : { ...column, kind: 'text', evidence: { ...column.evidence, candidate: 'text' } };
