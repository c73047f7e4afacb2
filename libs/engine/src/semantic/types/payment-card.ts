import { passesLuhn } from '../checksums';
import type { SemanticType } from '../semantic-type';

interface Issuer {
  readonly from: number;
  readonly to: number;
  readonly lengths: readonly number[];
}
const issuer = (from: number, to: number, ...lengths: number[]): Issuer => ({ from, to, lengths });

/** Ranges of the first four digits (ISO/IEC 7812 issuer numbers) and the lengths in use. */
const issuers: readonly Issuer[] = [
  issuer(4000, 4999, 13, 16, 19),
  issuer(5100, 5599, 16),
  issuer(2221, 2720, 16),
  issuer(3400, 3499, 15),
  issuer(3700, 3799, 15),
  issuer(3000, 3059, 14),
  issuer(3600, 3699, 14, 15, 16, 17, 18, 19),
  issuer(3800, 3999, 14, 16, 17, 18, 19),
  issuer(3528, 3589, 16, 17, 18, 19),
  issuer(6011, 6011, 16, 17, 18, 19),
  issuer(6440, 6599, 16, 17, 18, 19),
  issuer(6200, 6299, 16, 17, 18, 19),
  issuer(5000, 5099, 16, 17, 18, 19),
  issuer(5600, 5899, 16, 17, 18, 19),
  issuer(6300, 6399, 16, 17, 18, 19),
  issuer(6700, 6799, 16, 17, 18, 19),
];

/** A number of a payment card: issuer's range, its length, and Luhn. */
export const paymentCard: SemanticType = {
  by: 'checksum',
  grammar:
    '^(?:[2-6][0-9]{12,18}|[2-6][0-9]{3}(?:[ -][0-9]{4}){3}(?:[ -]?[0-9]{1,3})?|3[0-9]{3}[ -][0-9]{6}[ -][0-9]{4,5}|[2-6][0-9]{3}(?:[ -][0-9]{4}){2}[ -][0-9])$',
  confirm: (value) => {
    const digits = value.replace(/[ -]/g, '');
    const prefix = Number(digits.slice(0, 4));
    return issuers.some(({ from, to, lengths }) => prefix >= from && prefix <= to && lengths.includes(digits.length)) && passesLuhn(digits);
  },
  chance: 0.1,
  minShare: 0.8,
  names: ['card', 'card number', 'credit card', 'cc number', 'ccnum', 'pan', 'kreditkarte'],
  risk: 'high',
};
