import { countryCodes } from '../../semantic/types/country';

const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, 'and')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();

const also: Readonly<Record<string, string>> = {
  'united states of america': 'US',
  uk: 'GB',
  'great britain': 'GB',
  'czech republic': 'CZ',
  'russian federation': 'RU',
  'republic of korea': 'KR',
  holland: 'NL',
  'the netherlands': 'NL',
  turkey: 'TR',
  'viet nam': 'VN',
  'ivory coast': 'CI',
  'hong kong': 'HK',
};

let known: ReadonlyMap<string, string> | undefined;
const codes = (): ReadonlyMap<string, string> => {
  if (known) return known;
  const displayed = new Intl.DisplayNames(['en'], { type: 'region' });
  const made = new Map(Object.entries(also));
  for (const [two = '', three = ''] of countryCodes) for (const name of [displayed.of(two) ?? two, two, three]) made.set(plain(name), two);
  return (known = made);
};

/** A country as ISO 3166-1 alpha-2: of that, alpha-3 or an English name; null for what is none. */
export const countryCode = (text: string): string | null => codes().get(plain(text)) ?? null;
