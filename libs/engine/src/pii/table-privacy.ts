import type { Anonymity, ColumnProfile, PersonalColumn, Privacy, SemanticTypeId } from '@millrace/contracts';
import type { ColumnView } from '../profile/column-view';
import { classCode } from '../profile/values/classify-value';
import { namesOneOf } from '../semantic/column-words';
import { columnSigns, type ColumnSigns } from './column-signs';
import type { GroupSizes } from './group-sizes';
import { typesInCompany } from './in-company';
import { personalFacts, riskOf } from './personal-types';

/** Columns that describe a person without being personal data by themselves, by their names. */
const describingWords = [
  'gender',
  'sex',
  'geschlecht',
  'age',
  'alter',
  'birth year',
  'year of birth',
  'city',
  'town',
  'ort',
  'wohnort',
  'nationality',
  'ethnicity',
  'marital status',
  'occupation',
  'job title',
  'profession',
  'beruf',
  'religion',
  'education',
];
/** Types that a table has because it is about persons; machines have addresses too, and firms a number for taxes. */
const aboutPersons = new Set<SemanticTypeId>([
  'person-name',
  'email',
  'phone',
  'ssn',
  'date-of-birth',
  'street-address',
  'payment-card',
  'iban',
]);
const mostQuasi = 6;
const mostDescribing = 1000;
/** Above this share of rows that stand alone, what is generalised too little is a risk by itself. */
const muchAlone = 0.2;

/** Finds personal data while the columns of a table are profiled, and then how many of its rows stand alone. */
export class TablePrivacy {
  private readonly columns: ColumnSigns[] = [];

  /** @param now milliseconds since 1970 UTC */
  constructor(private readonly now: number) {}

  /** Takes a column whose cells were all added. */
  addColumn(profile: ColumnProfile, { table }: ColumnView): void {
    const values = [...table.sample()]
      .filter(([entry]) => table.classes[entry] !== classCode.nullToken)
      .map(([entry, value]) => ({ value, count: table.counts[entry] ?? 0 }));
    this.columns.push(columnSigns(profile, values));
  }

  /** Everything, once all columns were taken. @param groups reads the quasi-identifiers again, and says how many rows share their values */
  async finish(rows: number, groups: (positions: readonly number[]) => Promise<GroupSizes>): Promise<Privacy> {
    const company = typesInCompany(this.columns, this.now);
    const found = this.columns.flatMap(({ profile, types }) => {
      const extra = company.get(profile.position);
      const all = [...types, ...(extra ? [extra] : [])].toSorted((a, b) => b.confidence - a.confidence);
      return all.length === 0 ? [] : [{ profile, types: all }];
    });
    const isQuasi = (type: SemanticTypeId) => personalFacts(type)?.role === 'quasi';
    const isAboutPersons = found.some(({ types }) => types.some(({ type }) => aboutPersons.has(type)));
    const quasi = this.columns.filter(
      ({ profile: { name, position, metrics, kind } }) =>
        kind !== 'empty' &&
        (isQuasi(found.find(({ profile }) => profile.position === position)?.types[0]?.type ?? 'uuid') ||
          (namesOneOf(name, describingWords) && (metrics['distinctCount'] ?? 0) <= mostDescribing)),
    );
    const anonymity = isAboutPersons && quasi.length > 0 ? await anonymityOf(quasi.slice(0, mostQuasi), rows, groups) : null;
    return { columns: found.map(({ profile, types }) => toPersonal(profile, types, { anonymity, isAboutPersons })), anonymity };
  }
}

const anonymityOf = async (
  quasi: readonly ColumnSigns[],
  rows: number,
  groups: (positions: readonly number[]) => Promise<GroupSizes>,
): Promise<Anonymity> => {
  const { smallest, alone, belowFive } = await groups(quasi.map(({ profile }) => profile.position));
  return {
    columns: quasi.map(({ profile }) => profile.name),
    rows,
    smallestK: smallest,
    aloneRows: alone,
    aloneShare: rows === 0 ? 0 : alone / rows,
    belowFiveShare: rows === 0 ? 0 : belowFive / rows,
  };
};

const toPersonal = (
  { position, name, metrics }: ColumnProfile,
  types: PersonalColumn['types'],
  { anonymity, isAboutPersons }: { readonly anonymity: Anonymity | null; readonly isAboutPersons: boolean },
): PersonalColumn => {
  const [first] = types;
  const { role, suggested } = (first && personalFacts(first.type)) ?? { role: 'direct' as const, suggested: 'mask' as const };
  const present = (metrics['count'] ?? 0) - (metrics['nullCount'] ?? 0);
  const own = first ? riskOf(first.type) : 'low';
  const isAlone = role === 'quasi' && anonymity !== null && anonymity.columns.includes(name) && anonymity.aloneShare > muchAlone;
  return {
    position,
    name,
    types,
    role,
    risk: isAlone && own === 'low' ? 'medium' : own,
    uniqueness: present === 0 ? 0 : (metrics['uniqueCount'] ?? 0) / present,
    // A text with something within loses no more than that; a place is personal only beside persons.
    suggested: first?.isWithin ? 'mask' : role === 'quasi' && !isAboutPersons ? 'allow' : suggested,
  };
};
