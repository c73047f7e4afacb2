import { passesGs1, passesIsbn10 } from '../checksums';
import type { SemanticType } from '../semantic-type';

const packed = (value: string): string => value.replace(/[ -]/g, '').toUpperCase();

/** ISO 2108: ten characters, or thirteen that begin with 978 or 979. */
export const isbn: SemanticType = {
  by: 'checksum',
  grammar: '^(?:97[89][ -]?)?[0-9](?:[ -]?[0-9]){8}[ -]?[0-9Xx]$',
  confirm: (value) => {
    const characters = packed(value);
    return characters.length === 10 ? passesIsbn10(characters) : !characters.endsWith('X') && passesGs1(characters);
  },
  chance: 0.1,
  minShare: 0.9,
  names: ['isbn', 'isbn 10', 'isbn 13', 'book'],
  risk: 'none',
};

/** GTIN-8, -12 (UPC), -13 (EAN) and -14. */
export const ean: SemanticType = {
  by: 'checksum',
  grammar: '^(?:[0-9]{8}|[0-9]{12,14})$',
  confirm: (value) => passesGs1(value) && !/^0+$/.test(value),
  chance: 0.1,
  minShare: 0.9,
  names: ['ean', 'gtin', 'upc', 'barcode'],
  otherNames: ['date', 'day', 'phone', 'tel', 'mobile', 'card'],
  risk: 'none',
};
