import type { ComparatorName } from '@millrace/contracts';
import { listedShare, surnameWords } from '../pii/name-columns';
import { familyNames, givenNames } from '../pii/person-words';
import { namesOneOf } from '../semantic/column-words';
import { semanticTypes } from '../semantic/registry';
import { generations } from './comparators/person-names';

/**
 * What a column says of a person or thing: its name; a date of its own; a number that is given to one alone; or what those who belong together
 * (a household, a firm) have in common.
 */
export type ColumnRole = 'name' | 'date' | 'number' | 'common' | 'unknown';

/** Chance that two who belong together and are not the same are told of by the same thing. */
export const sharedChance: Readonly<Record<ColumnRole, number>> = { name: 0.03, date: 0.03, number: 0.01, common: 0.9, unknown: 0.5 };

/** Whether a column tells those who belong together apart. */
export const isPersonal = (role: ColumnRole): boolean => role === 'name' || role === 'date' || role === 'number';

const numberWords = [
  ...semanticTypes.ssn.names,
  ...[
    'national id',
    'national insurance',
    'nino',
    'identity',
    'identity card',
    'id card',
    'passport',
    'tax id',
    'tin',
    'nhs number',
    'medicare',
  ],
  ...[
    'insurance number',
    'licence number',
    'license number',
    'steuer id',
    'personalausweis',
    'dni',
    'nif',
    'cpf',
    'pesel',
    'bsn',
    'personnummer',
  ],
];
const commonWords = [
  ...semanticTypes['street-address'].names,
  ...semanticTypes.postcode.names,
  ...semanticTypes.phone.names,
  ...surnameWords,
  ...['house', 'house number', 'hausnummer', 'suburb', 'city', 'town', 'village', 'ort', 'stadt', 'ville', 'ciudad'],
  ...['state', 'province', 'county', 'region', 'country', 'land', 'household'],
];
const nameWords = [
  ...['name', 'given', 'first', 'forename', 'fname', 'firstname', 'fullname', 'vorname', 'prenom', 'nombre', 'voornaam', 'person'],
  ...['patient', 'customer', 'client', 'contact', 'employee', 'author', 'kunde'],
];
/** Words of a name beside which others do not say that it is the name of one. */
const notOfOne = ['middle', 'id', 'no', 'nr', 'number', 'code', 'email', 'mail', 'date', 'type', 'status', 'group', 'company', 'employer'];

const leastListed = 0.3;

const byTexts = (comparator: ComparatorName, texts: readonly string[], isMostlyUnique: boolean): ColumnRole => {
  if (comparator === 'dates') return 'date';
  if (comparator === 'phones') return 'common';
  if (comparator === 'digits') return isMostlyUnique ? 'unknown' : 'common';
  if (comparator === 'numbers') return 'unknown';
  if (texts.every((text) => generations.has(text.replace(/\P{L}/gu, '')))) return 'number';
  const [given, family] = [listedShare(texts, givenNames), listedShare(texts, familyNames)];
  if (given >= leastListed && (given > family || comparator === 'words')) return 'name';
  if (family >= leastListed) return 'common';
  return comparator === 'words' && texts.filter((text) => /\d/.test(text)).length * 2 > texts.length ? 'common' : 'unknown';
};

/**
 * What a column says, by its name, else by its cells.
 * @param texts different cells, trimmed, in lower case and without accents
 * @param isMostlyUnique whether most rows have a cell of their own
 */
export const columnRole = (name: string, comparator: ComparatorName, texts: readonly string[], isMostlyUnique: boolean): ColumnRole => {
  if (namesOneOf(name, numberWords)) return 'number';
  if (namesOneOf(name, semanticTypes['date-of-birth'].names)) return 'date';
  if (namesOneOf(name, commonWords)) return 'common';
  const isText = comparator === 'names' || comparator === 'words';
  if (isText && namesOneOf(name, notOfOne)) return 'unknown';
  return isText && namesOneOf(name, nameWords) ? 'name' : byTexts(comparator, texts, isMostlyUnique);
};
