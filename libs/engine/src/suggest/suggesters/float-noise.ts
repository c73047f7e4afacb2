import { withoutNoise } from '../../repair/without-noise';
import { textsOf, type CountedText } from '../column-texts';
import { percent, type Suggester } from '../proposal';
import { cellsIn, rangeOf } from '../scale';

/** Part of a column's numbers that must be short: where most have many digits, these may well be meant. */
const leastShort = 0.6;
const shortDigits = 8;

type Kind = 'noise' | 'short' | 'long' | 'other';
interface Read extends CountedText {
  readonly kind: Kind;
  readonly value: number;
}

const isShort = (text: string): boolean => text.replace(/^[+-]?0*\.?0*/, '').length <= shortDigits;

const kindOf = (text: string): Kind => {
  if (!/^[+-]?(?:\d+(?:\.\d+)?|\.\d+)$/.test(text)) return 'other';
  if (withoutNoise(text) !== null) return 'noise';
  return isShort(text) ? 'short' : 'long';
};

const readOf = (texts: readonly CountedText[]): Read[] => texts.map((one) => ({ ...one, kind: kindOf(one.text), value: Number(one.text) }));

/**
 * Whether a number with noise may have been meant so: one whose short form has many digits itself, and one that would become the end of what
 * the column holds, as a probability just below 1 would become 1.
 */
const mayBeMeant = (text: string, [least, most]: readonly [number, number]): boolean => {
  const short = withoutNoise(text) ?? text;
  const value = Number(short);
  return !isShort(short) || (Number.isInteger(value) && (value <= least || value >= most));
};

interface Noisy {
  readonly name: string;
  /** Why rounding waits for a yes; null where it does not. */
  readonly doubt: string | null;
  readonly evidence: string;
}

const noiseIn = (name: string, read: readonly Read[]): Noisy | null => {
  const of = (kind: Kind): Read[] => read.filter((one) => one.kind === kind);
  const [noise, short, long] = [of('noise'), of('short'), of('long')];
  const numbers = cellsIn([...noise, ...short, ...long]);
  if (noise.length === 0 || cellsIn(short) < numbers * leastShort || cellsIn(of('other')) * 10 >= numbers) return null;
  const range = rangeOf(short);
  const meant = noise.find(({ text }) => mayBeMeant(text, range));
  const doubt =
    long.length > 0
      ? `${cellsIn(long)} others have more than ${shortDigits} digits and are no noise, so digits may vary freely in it.`
      : meant && `"${meant.text}" may be meant: what it would become has many digits itself, or is the end of the column's range.`;
  return {
    name,
    doubt: doubt ?? null,
    evidence: `${cellsIn(noise)} numbers of "${name}" have 15 digits or more and lie next to a short one; ${percent(cellsIn(short), numbers)} have at most ${shortDigits}.`,
  };
};

export const floatNoise: Suggester = (view) => {
  const noisy = view.columns.flatMap(({ position, name }) => noiseIn(name, readOf(textsOf(view.column(position)))) ?? []);
  return [true, false].flatMap((safe) => {
    const some = noisy.filter(({ doubt }) => (doubt === null) === safe);
    if (some.length === 0) return [];
    const evidence = some.flatMap(({ evidence: found, doubt }) => (doubt === null ? [found] : [found, doubt]));
    return [{ step: { step: 'roundNoise' as const, columns: some.map(({ name }) => name) }, safe, evidence }];
  });
};
