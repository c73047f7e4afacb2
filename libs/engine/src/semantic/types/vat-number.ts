import { mod97, passesLuhn, passesMod11With10, weightedSum } from '../checksums';
import type { SemanticType } from '../semantic-type';

const always = () => true;
const last = (digits: string) => Number(digits.at(-1));

/** The part after the country, and its check where that is one line; forms as the EU's VIES documents them. */
const countries: Readonly<Record<string, readonly [form: string, check: (digits: string) => boolean]>> = {
  AT: [
    'U[0-9]{8}',
    (value) => {
      const doubled = [2, 4, 6].reduce((sum, at) => sum + Math.floor(Number(value[at]) / 5) + ((Number(value[at]) * 2) % 10), 0);
      const plain = [1, 3, 5, 7].reduce((sum, at) => sum + Number(value[at]), 0);
      return (10 - ((doubled + plain + 4) % 10)) % 10 === last(value);
    },
  ],
  BE: ['[01][0-9]{9}', (value) => 97 - mod97(value.slice(0, 8)) === Number(value.slice(8))],
  CZ: ['[0-9]{8,10}', always],
  DE: ['[1-9][0-9]{8}', passesMod11With10],
  DK: ['[1-9][0-9]{7}', (value) => weightedSum(value, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0],
  ES: ['[A-Z0-9][0-9]{7}[A-Z0-9]', always],
  FI: ['[0-9]{8}', (value) => weightedSum(value, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 === 0],
  FR: ['[A-HJ-NP-Z0-9]{2}[0-9]{9}', (value) => !/^[0-9]/.test(value) || mod97(`${value.slice(2)}12`) === Number(value.slice(0, 2))],
  IE: ['[0-9][A-Z0-9+*][0-9]{5}[A-Z]{1,2}', always],
  IT: ['[0-9]{11}', passesLuhn],
  LU: ['[0-9]{8}', (value) => Number(value.slice(0, 6)) % 89 === Number(value.slice(6))],
  NL: ['[0-9]{9}B[0-9]{2}', always],
  PL: ['[0-9]{10}', (value) => weightedSum(value, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === last(value)],
  PT: ['[0-9]{9}', (value) => ((11 - (weightedSum(value, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10 === last(value)],
  SE: ['[0-9]{10}01', (value) => passesLuhn(value.slice(0, 10))],
};
const forms = Object.entries(countries).map(([country, [form]]) => `${country} ?${form}`);

/** A VAT number of the EU with its country; checked by digit where the country has one. */
export const vatNumber: SemanticType = {
  by: 'checksum',
  grammar: `^(?:${forms.join('|')})$`,
  confirm: (value) => countries[value.slice(0, 2)]?.[1](value.slice(2).trimStart()) ?? false,
  chance: 0.4,
  minShare: 0.9,
  names: ['vat', 'vat id', 'vat number', 'vatin', 'ust id', 'ustid', 'tva', 'iva', 'tax id'],
  risk: 'low',
};
