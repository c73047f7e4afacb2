import type { PersonalType } from '@millrace/contracts';
import { namesOneOf } from '../semantic/column-words';
import { semanticTypes } from '../semantic/registry';
import type { ColumnSigns } from './column-signs';
import { personalFacts } from './personal-types';

const year = 365.25 * 86_400_000;
/** Names of columns whose dates are of something that was done, and not of a birth. */
const doneWords = [
  ...(semanticTypes['date-of-birth'].otherNames ?? []),
  'founded',
  'established',
  'opened',
  'built',
  'since',
  'hire',
  'hired',
  'start',
  'end',
  'due',
  'delivery',
  'shipped',
  'invoice',
  'paid',
  'payment',
  'signup',
  'registered',
  'registration',
  'joined',
  'valid',
  'expiry',
  'expires',
  'modified',
  'login',
  'visit',
  'published',
  'release',
  'contract',
];
const townWords = ['city', 'town', 'ort', 'stadt', 'ville', 'ciudad', 'citta', 'place', 'wohnort', 'locality', 'municipality'];
const numberWords = [
  'id',
  'number',
  'no',
  'nr',
  'amount',
  'price',
  'count',
  'quantity',
  'year',
  'order',
  'invoice',
  'account',
  'value',
  'total',
];

const found = (type: PersonalType['type'], share: number): PersonalType => ({
  type,
  share,
  confidence: 0.6,
  by: 'company',
  isWithin: false,
});
const has = (column: ColumnSigns | undefined, type: PersonalType['type']): boolean =>
  column?.types.some((known) => known.type === type && !known.isWithin) ?? false;

/** Days of which nine in ten lie between 110 and 16 years ago, the middle half over eight years or more. */
const looksLikeBirths = ({ profile: { kind, name, metrics, times } }: ColumnSigns, now: number): boolean => {
  const { q05, q25, q75, q95, distinctCount = 0 } = metrics;
  if (kind !== 'date' && !(kind === 'timestamp' && times?.granularity === 'day')) return false;
  if (q05 === undefined || q25 === undefined || q75 === undefined || q95 === undefined || namesOneOf(name, doneWords)) return false;
  return q05 > now - 110 * year && q95 < now - 16 * year && q75 - q25 >= 8 * year && distinctCount >= 20;
};

/**
 * Digits of one length, four or five, many of them different. The countries that have five all have codes that begin with 0, which counts
 * of things do not.
 */
const looksLikePostcodes = ({ profile: { kind, name, metrics }, hasLeadingZero }: ColumnSigns): boolean => {
  const { minLength = 0, maxLength = 0, digitsOnlyCount = 0, count = 0, nullCount = 0, distinctCount = 0 } = metrics;
  const isOneLength = minLength === maxLength && (minLength === 4 || (minLength === 5 && hasLeadingZero));
  return isOneLength && digitsOnlyCount === count - nullCount && distinctCount >= 10 && kind !== 'date' && !namesOneOf(name, numberWords);
};

/**
 * What columns say of each other: dates that may be births beside names or addresses of persons, digits that may be postcodes beside a
 * street or town next to them, and words that the lists of names know too little of beside e-mail addresses or births.
 * @param now milliseconds since 1970 UTC
 */
export const typesInCompany = (columns: readonly ColumnSigns[], now: number): ReadonlyMap<number, PersonalType> => {
  const isPerson = (column: ColumnSigns) => (['person-name', 'email', 'phone', 'ssn'] as const).some((type) => has(column, type));
  const [hasPerson, hasContact] = [
    columns.some(isPerson),
    columns.some((column) => has(column, 'email') || has(column, 'date-of-birth') || has(column, 'phone')),
  ];
  const hasBirth = columns.some((column) => has(column, 'date-of-birth'));
  const isPlace = (column: ColumnSigns | undefined) =>
    column !== undefined && (has(column, 'street-address') || namesOneOf(column.profile.name, townWords));
  return new Map(
    columns.flatMap((column, at): [number, PersonalType][] => {
      const { profile, types, names, isOfThings } = column;
      if (types.some(({ type }) => personalFacts(type) !== undefined)) return [];
      const of = (type: PersonalType['type'], share: number): [number, PersonalType][] => [[profile.position, found(type, share)]];
      if (hasPerson && !hasBirth && looksLikeBirths(column, now)) return of('date-of-birth', 1);
      if ((isPlace(columns[at - 1]) || isPlace(columns[at + 1])) && looksLikePostcodes(column)) return of('postcode', 1);
      const isCalledName = namesOneOf(profile.name, ['name']) && names.severalWords >= 0.8;
      const isVaried = (profile.metrics['distinctCount'] ?? 0) >= 25;
      if (hasContact && !isOfThings && isVaried && names.shaped >= 0.9 && (isCalledName || (names.listed >= 0.15 && names.words >= 3)))
        return of('person-name', names.shaped);
      return [];
    }),
  );
};
