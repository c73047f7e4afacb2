import pl from 'nodejs-polars';
import { encodeFrame } from '../relations/encode-table';
import { matchRecords } from './match-records';
import { seededRandom } from './seeded-random';

const random = seededRandom();
const below = (count: number) => Math.floor(random() * count);
const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
const word = (syllables: number) =>
  Array.from({ length: syllables }, () => pick([...'bdfgklmnprstvw']) + pick([...'aeiou'])).join('') + pick([...'lmnrst']);
const named = (count: number) => Array.from({ length: count }, () => word(2)).map((text) => text.slice(0, 1).toUpperCase() + text.slice(1));
const [given, family, streets, towns] = [named(120), named(300), named(200), named(40)];
const two = (value: number) => String(value).padStart(2, '0');
const born = (from: number, years: number) => `${from + below(years)}-${two(1 + below(12))}-${two(1 + below(28))}`;
const digits = (count: number) => Array.from({ length: count }, () => below(10)).join('');

interface Person {
  readonly given: string;
  readonly family: string;
  readonly generation?: string;
  readonly born: string;
  readonly home: { readonly address: string; readonly postcode: string; readonly town: string; readonly phone: string };
  readonly number: string;
}
const home = () => {
  const town = below(towns.length);
  return {
    address: `${1 + below(90)} ${pick(streets)} Street`,
    postcode: `${10000 + 137 * town}`,
    town: towns[town]!,
    phone: `+49 ${digits(3)} ${digits(7)}`,
  };
};
const person = (more: Partial<Person> = {}): Person => ({
  ...{ given: pick(given), family: pick(family), born: born(1940, 60), home: home(), number: digits(10) },
  ...more,
});
const otherGiven = (name: string): string => pick(given.filter((one) => one.slice(0, 2) !== name.slice(0, 2)));
const slip = (text: string): string => {
  const at = 1 + below(text.length - 2);
  return pick([text.slice(0, at) + text.slice(at + 1), text.slice(0, at) + text[at + 1]! + text[at]! + text.slice(at + 2)]);
};

/** Households of two who are not the same, by what they are to each other. */
const kinds: Readonly<Record<string, () => [Person, Person]>> = {
  twins: () => {
    const one = person();
    return [one, { ...one, given: otherGiven(one.given), number: digits(10) }];
  },
  'twins of like names': () => {
    const [name, like] = pick([['Anna', 'Anne'], ['Jon', 'John'], ['Maria', 'Marie'], ['Julia', 'Julie']] as const); // prettier-ignore
    const one = person({ given: name });
    return [one, { ...one, given: like, number: digits(10) }];
  },
  'father and son': () => {
    const one = person({ born: born(1930, 30) });
    return [one, { ...one, born: born(1965, 30), number: digits(10) }];
  },
  'father and son on one day': () => {
    const one = person({ born: born(1940, 30) });
    const years = 20 + below(20);
    return [one, { ...one, born: `${Number(one.born.slice(0, 4)) + years}${one.born.slice(4)}`, number: digits(10) }];
  },
  'Sr. and Jr.': () => {
    const one = person({ born: born(1930, 30), generation: 'Sr.' });
    return [one, { ...one, generation: 'Jr.', born: born(1965, 30), number: digits(10) }];
  },
  'husband and wife': () => {
    const one = person();
    return [one, { ...one, given: otherGiven(one.given), born: born(1940, 60), number: digits(10) }];
  },
};

type Form = (one: Person) => Record<string, string | null>;
const homeOf = ({ address, postcode, town, phone }: Person['home']) => ({ address, postcode, town, phone });
const suffixed = (name: string, generation?: string) => (generation === undefined ? name : `${name} ${generation}`);
const forms: Readonly<Record<string, Form>> = {
  'names apart': (one) => ({ first_name: one.given, last_name: suffixed(one.family, one.generation), ...homeOf(one.home), date_of_birth: one.born }),
  'whole names': (one) => ({ name: suffixed(`${one.given} ${one.family}`, one.generation), ...homeOf(one.home), born: one.born }),
  'with numbers': (one) => ({ vorname: one.given, nachname: suffixed(one.family, one.generation), ...homeOf(one.home), geburtsdatum: one.born, national_id: one.number }),
  'names that say nothing': (one) => ({ a: one.given, b: suffixed(one.family, one.generation), c: one.home.address, d: one.home.postcode, e: one.home.town, f: one.home.phone, g: one.born }),
}; // prettier-ignore

interface Told {
  readonly who: string;
  readonly cells: Record<string, string | null>;
}
/** A table with who each row is, shuffled. */
const tableOf = (form: Form, households: number, told: number): Told[] => {
  const persons: Told[] = Object.entries(kinds).flatMap(([kind, make]) =>
    Array.from({ length: households }, (_, at) => make().map((one, place) => ({ who: `${kind} ${at} ${place}`, cells: form(one) }))).flat(),
  );
  for (let at = 0; at < 100; at += 1) {
    const cells = form(person());
    persons.push({ who: `single ${at}`, cells });
    if (at >= told) continue;
    const names = Object.keys(cells);
    const [spoiled, absent] = [pick(names.slice(0, -1)), pick(names.slice(2, -1))];
    const again = { ...cells, [spoiled]: slip(cells[spoiled] ?? '') };
    persons.push({ who: `single ${at}`, cells: at % 5 === 0 ? { ...again, [absent]: null } : again });
  }
  return persons
    .map((one) => ({ one, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);
};

const judge = (rows: readonly Told[]) => {
  const names = Object.keys(rows[0]!.cells);
  const series = names.map((name, at) => pl.Series(`c${at}`, rows.map(({ cells }) => cells[name] ?? null), pl.Utf8)); // prettier-ignore
  const positions = names.map((_, at) => at);
  const found = matchRecords(encodeFrame(pl.DataFrame(series), positions), { names, threshold: 0.95, review: 0.3 });
  const who = (row: number) => rows[row]!.who;
  const areSame = (members: readonly number[]) => new Set(members.map(who)).size === 1;
  const kindOf = (row: number) => who(row).replace(/ \d+ \d$/, '');
  const householdOf = (row: number) => who(row).slice(0, -2);
  return {
    right: found.clusters.filter((members) => members.length === 2 && areSame(members)).length,
    wrong: found.clusters.filter((members) => !areSame(members)).map((members) => members.map((row) => rows[row])),
    toLook: found.review.filter(({ a, b }) => areSame([a, b])).length,
    /** Pairs of one household that are to be looked at, of a kind. */
    looked: (kind: string) =>
      found.review.filter(({ a, b }) => !areSame([a, b]) && householdOf(a) === householdOf(b) && kindOf(a) === kind).length,
  };
};

describe.each(Object.entries(forms))('households, %s', (name, form) => {
  it.each([
    [8, 60],
    [14, 0],
  ])('%i of each kind amidst %i true duplicates: none is merged, and the duplicates are found', (households, told) => {
    const { right, wrong, looked, toLook } = judge(tableOf(form, households, told));
    expect(wrong).toEqual([]);
    expect(right).toBeGreaterThanOrEqual(told * 0.9);
    expect(right + toLook).toBeGreaterThanOrEqual(told * 0.98);
    // Of persons of like names, somebody has to say.
    expect(looked('twins of like names')).toBeGreaterThanOrEqual(households * 0.9);
    if (name === 'names apart' || name === 'whole names')
      for (const kind of ['twins', 'father and son', 'father and son on one day'])
        expect(looked(kind)).toBeGreaterThanOrEqual(households * 0.9);
  });
});
