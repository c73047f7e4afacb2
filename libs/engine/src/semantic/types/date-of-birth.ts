import type { SemanticType } from '../semantic-type';

const year = '(?:18[8-9]|19[0-9]|20[0-4])[0-9]';
const month = '(?:0?[1-9]|1[0-2])';
const day = '(?:0?[1-9]|[12][0-9]|3[01])';
const clock = '(?:[T ]00:00(?::00(?:\\.0+)?)?Z?)?';

/** A date from 1880 on; a date alone is any date, so the name must say that it is a birth's. */
export const dateOfBirth: SemanticType = {
  by: 'grammar',
  namedGrammar: `^(?:${year}[-/.]${month}[-/.]${day}${clock}|(?:${day}[-/. ]${month}|${month}[-/. ]${day})[-/. ]${year}|${year}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))$`,
  minShare: 0.9,
  names: ['birth', 'dob', 'birthday', 'birthdate', 'date of birth', 'born', 'geburtsdatum', 'geburtstag', 'naissance', 'nacimiento'],
  otherNames: ['order', 'created', 'updated'],
  risk: 'medium',
};
