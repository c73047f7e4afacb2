import type { Expr } from 'nodejs-polars';
import { columnWords, namesOneOf } from '../semantic/column-words';
import { semanticTypes } from '../semantic/registry';
import type { ColumnContext } from './step';

/** What the last word of a name says of a column of whole numbers. */
const lastWords = new Set(
  'id ids identifier uuid guid key code codes zip zipcode postcode plz postleitzahl cep phone telephone tel telefon fax ssn isbn ean upc gtin iban sku barcode serial vin year jahr annee ano anno'.split(
    ' ',
  ),
);
/** The last word of a name whose others say what is numbered: a number that stands alone may be any. */
const numberWords = new Set(['no', 'nr', 'num', 'nbr', 'number', 'nummer', 'numero']);
/** Amounts, whatever follows: a total number, a cost per year, lines of code. */
const amountWords = /^(?:total|sum|average|avg|mean|min|max|count|cost|costs|price|rate|amount|lines) | (?:per|of|in) [^ ]+$/;
const written =
  /^(?:account|client|customer|employee|invoice|item|member|order|patient|product|store|student|transaction|user)(?:code|id|no|nr|number)$/;
const runs = ['year built', 'year of', 'zip code', 'post code', 'postal code', 'phone number', 'telephone number'];
/** Mean it where they are the whole name: a cap and a cell may be many things. */
const wholeNames = new Set([...semanticTypes.postcode.names, ...semanticTypes.phone.names]);

/** Whether a name says that the numbers of its column tell things, places or years apart, and measure nothing. */
export const isNameOfIdentifier = (name: string): boolean => {
  const words = columnWords(name).replace(/ ?\p{N}+$/u, '');
  const last = words.slice(words.lastIndexOf(' ') + 1);
  if (wholeNames.has(words) || written.test(last)) return true;
  if (amountWords.test(words)) return false;
  return lastWords.has(last) || (numberWords.has(last) && last !== words) || words.startsWith('id ') || namesOneOf(name, runs);
};

const whole = String.raw`^\s*[-+]?[0-9]+\s*$`;
const padded = String.raw`^\s*[-+]?0[0-9]+\s*$`;
/** Of numbers, part that must begin with a zero that no amount has: a slip or two makes no codes of measures. */
const leastPadded = 0.01;
/** So many different numbers are looked at, and so few say nothing: one in ten passes a check digit by chance. */
const [mostSeen, leastSeen] = [200, 5];
const checked = [semanticTypes.ean, semanticTypes.isbn, semanticTypes['payment-card']];

/** Whether numbers have the check digits of a code that people give to things. */
const haveCheckDigits = (texts: readonly string[]): boolean =>
  texts.length >= leastSeen &&
  checked.some(({ grammar, confirm, minShare }) => {
    const form = new RegExp(grammar ?? '', 'u');
    return texts.filter((text) => form.test(text) && (confirm?.(text) ?? true)).length >= texts.length * minShare;
  });

/**
 * Whether the numbers of a column tell things apart and measure nothing: whole numbers that all differ, some with leading zeros, those with
 * the check digits of article numbers or cards, and those of which the column's name says so.
 * @param numbers of the column, absent where a cell is none
 */
export const tellsThingsApart = (name: string, column: Expr, numbers: Expr, { value, count }: ColumnContext): boolean => {
  if (isNameOfIdentifier(name)) return true;
  const [present, distinct] = [count(numbers.isNotNull()), Number(value(numbers.dropNulls().nUnique()))];
  if (distinct === present && count(numbers.neq(numbers.floor())) === 0) return true;
  const zeros = count(column.str.contains(padded));
  if (zeros > 0 && zeros >= present * leastPadded) return true;
  const seen = value(
    column
      .filter(column.str.contains(whole))
      .unique(true)
      .head(mostSeen)
      .str.stripChars(null as never)
      .str.concat(' '),
  );
  return typeof seen === 'string' && haveCheckDigits(seen.split(' '));
};
