import type { SemanticType } from '../semantic-type';

const codes = new Set(Intl.supportedValuesOf('currency'));

/** ISO 4217, current and former, as the runtime's Unicode data lists it. */
export const currencyCode: SemanticType = {
  by: 'list',
  grammar: '^[A-Z]{3}$',
  namedGrammar: '^[A-Za-z]{3}$',
  confirm: (value) => codes.has(value.toUpperCase()),
  chance: 0.02,
  minShare: 0.95,
  names: ['currency', 'ccy', 'curr', 'currency code', 'wahrung', 'devise', 'moneda'],
  otherNames: ['country', 'airport', 'iata', 'unit'],
  risk: 'none',
};
