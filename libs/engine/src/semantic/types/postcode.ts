import type { SemanticType } from '../semantic-type';

const british = '(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?[0-9][A-HJKPS-UW0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2})';
const canadian = '[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z] ?[0-9][ABCEGHJ-NPRSTV-Z][0-9]';
const dutch = '[1-9][0-9]{3} ?[A-Z]{2}';
const irish = '[AC-FHKNPRTV-Y][0-9]{2} ?[0-9AC-FHKNPRTV-Y]{4}';
const spaced = (form: string) => form.replaceAll(' ?', ' ');
const digits = '(?:[0-9]{4,6}|[0-9]{5}-[0-9]{3,4}|[0-9]{2}-[0-9]{3}|[0-9]{4}-[0-9]{3}|[0-9]{3}-[0-9]{4}|[0-9]{3} [0-9]{2,3})';

/**
 * The forms of Britain, Canada, the Netherlands and Ireland stand on their own when written with the blank; forms of
 * digits (Germany, France, US ZIP, Poland, Brazil, Japan, India …) only where the name supports them.
 */
export const postcode: SemanticType = {
  by: 'grammar',
  grammar: `^(?:${[british, canadian, dutch, irish].map(spaced).join('|')})$`,
  namedGrammar: `^(?:(?:[A-Z]{1,2}-)?${digits}|${[british, canadian, dutch, irish].join('|')})$`,
  minShare: 0.9,
  names: [
    'postcode',
    'post code',
    'postal code',
    'postal',
    'zip',
    'zip code',
    'zipcode',
    'plz',
    'postleitzahl',
    'code postal',
    'cep',
    'cap',
    'pin code',
  ],
  risk: 'low',
};
