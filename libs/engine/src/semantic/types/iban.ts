import { mod97 } from '../checksums';
import type { SemanticType } from '../semantic-type';

/** Characters of an IBAN by country, as the registry of ISO 13616 lists them. */
const lengths: Readonly<Record<string, number>> = Object.fromEntries(
  [
    '15:NO',
    '16:BE',
    '18:DK FK FI FO GL NL SD',
    '19:MK SI',
    '20:AT BA EE KZ LT LU MN XK',
    '21:CH HR LI LV',
    '22:BG BH CR DE GB GE IE ME RS VA',
    '23:AE GI IL IQ OM SO TL',
    '24:AD CZ ES MD PK RO SA SE SK TN VG',
    '25:LY PT ST',
    '26:IS TR',
    '27:BI DJ FR GR IT MC MR SM',
    '28:AL AZ BY CY DO GT HU LB NI PL SV',
    '29:BR EG PS QA UA',
    '30:JO KW MU YE',
    '31:MT SC',
    '32:LC',
    '33:RU',
  ].flatMap((line) => {
    const [length = '', countries = ''] = line.split(':');
    return countries.split(' ').map((country) => [country, Number(length)]);
  }),
);

/** ISO 13616: country, length and mod 97-10; blanks between groups are allowed. */
export const iban: SemanticType = {
  by: 'checksum',
  grammar: '^[A-Za-z]{2}[0-9]{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,4})?$',
  confirm: (value) => {
    const packed = value.replaceAll(' ', '').toUpperCase();
    return lengths[packed.slice(0, 2)] === packed.length && mod97(packed.slice(4) + packed.slice(0, 4)) === 1;
  },
  chance: 0.01,
  minShare: 0.8,
  names: ['iban', 'account', 'bank account', 'konto'],
  risk: 'high',
};
