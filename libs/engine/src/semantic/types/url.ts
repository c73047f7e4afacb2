import type { SemanticType } from '../semantic-type';

/** An absolute URL of the web (RFC 3986), or a host that starts with `www.`. */
export const url: SemanticType = {
  by: 'grammar',
  grammar: '^(?:(?:[Hh][Tt][Tt][Pp][Ss]?|[Ff][Tt][Pp])://[^\\s/?#"<>]+(?:[/?#][^\\s"<>]*)?|[Ww]{3}\\.[^\\s"<>/]+\\.[^\\s"<>]{2,})$',
  confirm: (value) => URL.canParse(value.includes('://') ? value : `http://${value}`),
  minShare: 0.8,
  names: ['url', 'uri', 'link', 'website', 'homepage', 'web'],
  risk: 'none',
};
