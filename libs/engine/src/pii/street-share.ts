import type { CountedValue } from '../semantic/detect-semantic-types';

const end = '(?=$|[^\\p{L}])';
const apart = `(?<![\\p{L}])(?:street|st|avenue|ave|av|road|rd|lane|ln|drive|dr|boulevard|blvd|bd|court|ct|place|pl|square|sq|crescent|terrace|parkway|pkwy|highway|rue|allée|allee|chemin|quai|impasse|calle|avenida|avda|plaza|paseo|via|viale|piazza|corso|rua|travessa|ulica|ul|am|an der|auf dem)${end}`;
const joined = `\\p{L}(?:straße|strasse|str|weg|platz|gasse|allee|ufer|damm|ring|straat|laan|gracht|plein|gatan|vägen|vej|gade|veien|katu|tie)${end}`;
const street = new RegExp(`(?:${apart}|${joined})`, 'iu');
const houseNumber = /(?:^|[ ,])[0-9]{1,5} ?[a-z]?(?=$|[ ,/-])/i;
const longest = 200;

/** Share of the cells that have a word for a street and a house number. */
export const streetShareOf = (values: readonly CountedValue[]): number => {
  let [cells, streets] = [0, 0];
  for (const { value, count } of values) {
    cells += count;
    if (value.length <= longest && houseNumber.test(value) && street.test(value)) streets += count;
  }
  return cells === 0 ? 0 : streets / cells;
};
