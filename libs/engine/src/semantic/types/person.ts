import type { SemanticType } from '../semantic-type';

const word = "\\p{L}[\\p{L}\\p{M}'’.-]*";

/** One to six words of letters. Letters alone may be anything, so the name must say that they are a person's. */
export const personName: SemanticType = {
  by: 'grammar',
  namedGrammar: `^${word}(?:,? ${word}){0,5}$`,
  confirm: (value) => value.length <= 80 && /\p{Lu}|[\p{Lo}]/u.test(value),
  minShare: 0.85,
  names: [
    'first name',
    'last name',
    'full name',
    'given name',
    'family name',
    'middle name',
    'surname',
    'forename',
    'fname',
    'lname',
    'person',
    'person name',
    'customer name',
    'employee name',
    'patient name',
    'contact name',
    'vorname',
    'nachname',
    'nom',
    'prenom',
    'nombre',
    'apellido',
    'apellidos',
  ],
  otherNames: ['product', 'company', 'file', 'column', 'city', 'country', 'brand', 'host'],
  risk: 'medium',
};

/** A house number and at least a word of letters. Such text may be a title, so the name must say that it is an address. */
export const streetAddress: SemanticType = {
  by: 'grammar',
  namedGrammar: `^(?:[0-9]{1,6}[A-Za-z]?[ ,-][^\\n]*\\p{L}{2}[^\\n]*|[^\\n]*\\p{L}{2}[^\\n]*[ ,][0-9]{1,6} ?[A-Za-z]?(?:[ ,/-][^\\n]*)?)$`,
  minShare: 0.8,
  names: ['address', 'street', 'street address', 'address line', 'home address', 'adresse', 'strasse', 'anschrift', 'direccion', 'rue'],
  otherNames: ['email', 'mail', 'ip', 'mac', 'web'],
  risk: 'medium',
};
