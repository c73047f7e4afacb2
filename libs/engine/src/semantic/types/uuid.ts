import type { SemanticType } from '../semantic-type';

/** RFC 9562, any version, with or without braces. */
export const uuid: SemanticType = {
  by: 'grammar',
  grammar: '^\\{?[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\\}?$',
  minShare: 0.9,
  names: ['uuid', 'guid', 'id'],
  risk: 'none',
};
