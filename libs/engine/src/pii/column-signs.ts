import type { ColumnProfile, PersonalType } from '@millrace/contracts';
import { namesOneOf } from '../semantic/column-words';
import { nameSays, type CountedValue } from '../semantic/detect-semantic-types';
import { semanticTypes } from '../semantic/registry';
import { nameSharesOf, noNames, type NameShares } from './name-shares';
import { personalFacts } from './personal-types';
import { streetShareOf } from './street-share';
import { typesWithin } from './within-texts';

/** What a column says by itself; the other columns of its table may say more. */
export interface ColumnSigns {
  readonly profile: ColumnProfile;
  readonly types: readonly PersonalType[];
  readonly names: NameShares;
  /** Some cell is digits of which the first is 0. */
  readonly hasLeadingZero: boolean;
  /** Its name says that it is about something other than persons. */
  readonly isOfThings: boolean;
}

const leastConfidence = 0.55;
const leastListed = 0.35;
const leastWords = 5;
/** Names of persons vary; brands and towns that are called like persons come again and again. */
const leastVariety = 25;
const leastStreets = 0.5;
const leastTried = 5;
const texts = new Set<ColumnProfile['kind']>(['text', 'category', 'identifier']);

/** Words of a column's name after which capitalised words are no names of persons. `column` alone is what a table without a header has. */
const thingWords = [
  ...(semanticTypes['person-name'].otherNames ?? []).filter((word) => word !== 'column'),
  'item',
  'title',
  'department',
  'team',
  'project',
  'street',
  'address',
  'region',
  'state',
  'town',
  'ort',
  'stadt',
  'firma',
  'unternehmen',
  'organisation',
  'organization',
  'supplier',
  'vendor',
  'store',
  'hotel',
  'model',
  'category',
  'type',
  'status',
  'month',
  'day',
  'colour',
  'color',
  'produkt',
  'artikel',
];

/** Words of a column's name that stand for persons, whose names may be in no list. */
const personWords = [
  'contact',
  'contact person',
  'kontakt',
  'ansprechpartner',
  'guest',
  'gast',
  'customer',
  'kunde',
  'client',
  'patient',
  'employee',
  'mitarbeiter',
  'author',
  'autor',
  'owner',
  'inhaber',
  'member',
  'mitglied',
  'student',
  'teacher',
  'driver',
  'applicant',
  'tenant',
  'mieter',
  'manager',
];

const fromSemantics = ({ semantic }: ColumnProfile): PersonalType[] => {
  const confirmed = semantic.filter((found) => found.confirmed && found.name !== 'contradicts');
  const surest = confirmed[0];
  return confirmed.flatMap((found) => {
    const isPersonal = personalFacts(found.type) !== undefined && found.confidence >= leastConfidence;
    // Where the cells are more surely something else, they are that.
    if (!isPersonal || (surest !== undefined && personalFacts(surest.type) === undefined)) return [];
    return [{ type: found.type, share: found.share, confidence: found.confidence, by: found.by, isWithin: false }];
  });
};

/** @param values different values that are not absent, with their counts, the most frequent first; a sample where there are many */
export const columnSigns = (profile: ColumnProfile, values: readonly CountedValue[]): ColumnSigns => {
  const isText = texts.has(profile.kind);
  const names = isText ? nameSharesOf(values) : noNames;
  const isOfThings = namesOneOf(profile.name, thingWords);
  const types = fromSemantics(profile);
  const add = (type: PersonalType['type'], share: number, confidence: number, isWithin = false) => {
    if (!types.some((known) => known.type === type)) types.push({ type, share, confidence, by: isWithin ? 'grammar' : 'list', isWithin });
  };
  if (isText && types.length === 0) {
    const present = (profile.metrics['count'] ?? 0) - (profile.metrics['nullCount'] ?? 0);
    const isVaried = (profile.metrics['distinctCount'] ?? 0) >= Math.min(leastVariety, present / 2);
    const saysName = nameSays(profile.name, semanticTypes['person-name']);
    const isListed = names.listed >= leastListed && names.words >= leastWords;
    const isMeant = namesOneOf(profile.name, personWords) && names.severalWords >= 0.8;
    if (isVaried && names.shaped >= 0.8 && isMeant && !isListed && !isOfThings) add('person-name', names.shaped, 0.65);
    if (isVaried && names.shaped >= 0.8 && isListed && !isOfThings)
      add('person-name', names.shaped, saysName === 'supports' ? 0.95 : Math.min(0.9, 0.5 + names.listed / 2));
    const streets = values.length < leastTried ? 0 : streetShareOf(values);
    if (streets >= leastStreets && !namesOneOf(profile.name, semanticTypes['street-address'].otherNames ?? []))
      add('street-address', streets, Math.min(0.95, 0.5 + streets / 2));
  }
  if (isText && !types.some(({ share }) => share > 0.5)) for (const { type, share } of typesWithin(values)) add(type, share, 0.9, true);
  return { profile, types, names, hasLeadingZero: values.some(({ value }) => /^0[0-9]+$/.test(value)), isOfThings };
};
