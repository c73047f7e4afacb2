import { columnWords } from '../semantic/column-words';

/** Ways to write a unit of measure, without case and full stop; the first is its name here. Signs with a second meaning are left out. */
const spellings: readonly (readonly string[])[] = [
  ['%', 'percent', 'pct'],
  ['kg', 'kgs', 'kilo', 'kilos', 'kilogram', 'kilograms', 'kilogramme', 'kilogrammes'],
  ['g', 'gr', 'gram', 'grams', 'gramme', 'grammes'],
  ['mg', 'milligram', 'milligrams'],
  ['lb', 'lbs', 'pound', 'pounds'],
  ['oz', 'ozs', 'ounce', 'ounces'],
  ['ml', 'millilitre', 'millilitres', 'milliliter', 'milliliters'],
  ['cl', 'centilitre', 'centilitres', 'centiliter', 'centiliters'],
  ['l', 'ltr', 'litre', 'litres', 'liter', 'liters'],
  ['gal', 'gals', 'gallon', 'gallons'],
  ['mm', 'millimetre', 'millimetres', 'millimeter', 'millimeters'],
  ['cm', 'centimetre', 'centimetres', 'centimeter', 'centimeters'],
  ['km', 'kms', 'kilometre', 'kilometres', 'kilometer', 'kilometers'],
  ['in', 'inch', 'inches'],
  ['ft', 'foot', 'feet'],
  ['yd', 'yds', 'yard', 'yards'],
  ['mi', 'mile', 'miles'],
  ['sec', 'secs', 'second', 'seconds'],
  ['min', 'mins', 'minute', 'minutes'],
  ['hr', 'hrs', 'hour', 'hours'],
  ['day', 'days'],
  ['yr', 'yrs', 'year', 'years'],
  ['kb', 'kilobyte', 'kilobytes'],
  ['mb', 'megabyte', 'megabytes'],
  ['gb', 'gigabyte', 'gigabytes'],
  ['kw', 'kilowatt', 'kilowatts'],
  ['kwh'],
  ['hp'],
  ['mph'],
  ['usd'],
  ['eur'],
  ['gbp'],
];

const nameOf = new Map(spellings.flatMap((all) => all.map((one) => [one, all[0] ?? one] as const)));

/** The name here of a unit as it is written, without case; null for what is none. */
export const unitNamed = (written: string): string | null => nameOf.get(written.toLowerCase()) ?? null;

/** The units that a column's name says, such as `weight_kg` or `Distance (miles)`. */
export const unitsInName = (name: string): ReadonlySet<string> =>
  new Set([...columnWords(name).split(/[ \p{N}]+/u), ...(name.includes('%') ? ['%'] : [])].flatMap((word) => unitNamed(word) ?? []));

/** A number with what is written behind it. */
export interface Measured {
  readonly value: number;
  readonly decimals: number;
  /** As written, in lower case, without a full stop; empty for a plain number. */
  readonly spelling: string;
  /** As written, to the letter. */
  readonly written: string;
  /** Name of the unit; null where it is none that is known. */
  readonly unit: string | null;
  /** What follows the unit; null where nothing does. */
  readonly more: string | null;
}

/** Reads `12.0 oz. can` as a number, a unit and more; null where there is no number first. */
export const readMeasured = (text: string): Measured | null => {
  const found = /^([+-]?\d+(?:\.(\d+))?)(?:\s*(%|[\p{L}°µ/]+\.?)(?:\s+(\S.*))?)?$/su.exec(text.trimEnd());
  if (found?.[1] === undefined) return null;
  const written = found[3] ?? '';
  const spelling = written.replace(/\.$/, '').toLowerCase();
  return {
    value: Number(found[1]),
    decimals: found[2]?.length ?? 0,
    spelling,
    written,
    unit: spelling === '' ? '' : (nameOf.get(spelling) ?? null),
    more: found[4] ?? null,
  };
};
