import { namesOneOf } from '../semantic/column-words';
import { semanticTypes } from '../semantic/registry';
import { familyNames, givenNames } from './person-words';

/** Words of a column's name that stand for names which a family has in common. */
export const surnameWords: readonly string[] = [
  ...[
    'surname',
    'last',
    'last name',
    'lastname',
    'lname',
    'family',
    'family name',
    'nachname',
    'familienname',
    'nom',
    'apellido',
    'apellidos',
  ],
  ...['cognome', 'achternaam', 'nazwisko'],
];

const leastListed = 0.3;

/** Part of texts, in lower case, of which some word is in a list of names. */
export const listedShare = (texts: readonly string[], list: ReadonlySet<string>): number =>
  texts.filter((text) => text.split(/[^\p{L}-]+/u).some((word) => list.has(word))).length / Math.max(1, texts.length);

/** Whether a column seems to be of names of persons, by its name, else by its texts in lower case. */
export const isNameOfPersons = (name: string, texts: readonly string[]): boolean => {
  const { names, otherNames = [] } = semanticTypes['person-name'];
  if (namesOneOf(name, otherNames)) return false;
  return (
    namesOneOf(name, [...names, ...surnameWords]) ||
    Math.max(listedShare(texts, givenNames), listedShare(texts, familyNames)) >= leastListed
  );
};
