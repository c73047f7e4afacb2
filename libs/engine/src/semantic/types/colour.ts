import type { SemanticType } from '../semantic-type';

const part = ' ?[0-9]{1,3}(?:\\.[0-9]+)?%? ?';

/** A colour of CSS in hexadecimal, rgb() or hsl(). */
export const colour: SemanticType = {
  by: 'grammar',
  grammar: `^(?:#(?:[0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})|(?:rgb|hsl)a?\\(${part},${part},${part}(?:, ?[0-9.]{1,6}%? ?)?\\))$`,
  namedGrammar: `^(?:#?(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})|#[0-9A-Fa-f]{3,4}|(?:rgb|hsl)a?\\(${part},${part},${part}(?:, ?[0-9.]{1,6}%? ?)?\\))$`,
  minShare: 0.9,
  names: ['colour', 'color', 'hex', 'rgb', 'farbe'],
  risk: 'none',
};
