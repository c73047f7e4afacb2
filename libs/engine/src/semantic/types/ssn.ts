import type { SemanticType } from '../semantic-type';

/** A number of the US Social Security as issued since 2011 or before: no area 000, 666 or 9xx, no group 00, no serial 0000. */
export const ssn: SemanticType = {
  by: 'grammar',
  grammar: '^[0-9]{3}-[0-9]{2}-[0-9]{4}$',
  namedGrammar: '^[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}$',
  confirm: (value) => {
    const digits = value.replace(/[ -]/g, '');
    return !/^(?:000|666|9)/.test(digits) && digits.slice(3, 5) !== '00' && digits.slice(5) !== '0000';
  },
  chance: 0.89,
  minShare: 0.9,
  names: ['ssn', 'social security', 'social security number', 'social security no', 'soc sec'],
  risk: 'high',
};
