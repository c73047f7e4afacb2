import type { SemanticType } from '../semantic-type';

const extension = '(?: ?(?:[Ee][Xx][Tt]\\.?|[Xx]) ?[0-9]{1,6})?';
const international = '\\+[1-9][0-9]{0,3}(?:[ ./-]?\\(?[0-9]{1,5}\\)?){1,6}';
const northAmerican = '(?:1[ .-])?(?:\\([2-9][0-9]{2}\\) ?|[2-9][0-9]{2}[ .-])[2-9][0-9]{2}[ .-][0-9]{4}';
const trunk = '(?:\\(0[1-9][0-9]{0,4}\\)|0[1-9][0-9]{0,4})(?:[ /-]| / | - )[0-9]{2,8}(?:[ -][0-9]{2,5}){0,4}';
const unpunctuated = '0[1-9][0-9]{7,11}|00[1-9][0-9]{7,13}|[2-9][0-9]{2}[2-9][0-9]{6}';

/** Zones of ITU-T E.164 with codes of one and two digits; every other assigned code has three. */
const shortCodes = new Set(
  '1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(
    ' ',
  ),
);
const longCode = /^(?:2[12345689]|3[578]|42|5[09]|6[789]|8[0578]|9[679])[0-9]/;

const hasCode = (digits: string): boolean =>
  digits.startsWith('1')
    ? digits.length === 11
    : shortCodes.has(digits.slice(0, 1)) || shortCodes.has(digits.slice(0, 2)) || longCode.test(digits);

/**
 * E.164 with a plus, or a national number with its separators. A whole number, an ISO date, a date with dots or slashes
 * and a decimal are none. Digits alone with a trunk prefix count only where the name supports it.
 */
export const phone: SemanticType = {
  by: 'grammar',
  grammar: `^(?:${international}|${northAmerican}|${trunk})${extension}$`,
  namedGrammar: `^(?:${international}|${northAmerican}|${trunk}|${unpunctuated})${extension}$`,
  confirm: (value) => {
    const digits = value.replace(/[EeXx].*$/, '').replace(/[^0-9]/g, '');
    const isDate = /^[0-9]{1,2}[/-][0-9]{1,2}[/-](?:[0-9]{2}|[0-9]{4})$/.test(value);
    return digits.length >= 8 && digits.length <= 15 && !isDate && (!value.startsWith('+') || hasCode(digits));
  },
  minShare: 0.8,
  names: ['phone', 'telephone', 'tel', 'mobile', 'cell', 'fax', 'phone number', 'telefon', 'handy', 'mobil', 'telefono', 'contact number'],
  risk: 'medium',
};
