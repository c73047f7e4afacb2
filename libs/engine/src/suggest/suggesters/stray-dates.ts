import type { DateForm } from '@millrace/contracts';
import { dateReader, type ReadDate } from '../../repair/programs/date-program';
import { compileProgram } from '../../repair/programs/run-programs';
import { commonest, textsOf, type CountedText } from '../column-texts';
import { formatProposals, type FoundProgram } from '../format-proposals';
import { percent, type Suggester } from '../proposal';
import { cellsIn } from '../scale';
import { leastProofs, mostOpen } from './date-forms';

const leastShare = 0.8;
/** Part of the dates with a day or month below ten that must be padded, or not. */
const oneWay = 0.95;

/** Which end the year is at, and the sign: `y-`, `/y`; all eight digits in one are `y`. */
const kindOf = (text: string): string | null => {
  const first = /^\d{4}([/.-])\d{1,2}\1\d{1,2}(?:[T ]\S.*)?$/.exec(text);
  if (first) return `y${first[1]}`;
  const last = /^\d{1,2}([/.-])\d{1,2}\1\d{4}(?:[T ]\S.*)?$/.exec(text);
  if (last) return `${last[1]}y`;
  return /^(?:1[89]|20)\d{6}$/.test(text) ? 'y' : null;
};

type Read = CountedText & { readonly date: ReadDate };
const readAs = (texts: readonly CountedText[], form: DateForm): Read[] => {
  const read = dateReader(form);
  return texts.flatMap((one) => {
    const date = read(one.text);
    return date ? [{ ...one, date }] : [];
  });
};

/** The form of dates of one kind, if it reads all of them and no other one could: null where that is not proven. */
const formOf = (kind: string, texts: readonly CountedText[]): { readonly form: DateForm; readonly read: readonly Read[] } | null => {
  const sign = kind.replace('y', '') as DateForm['sign'];
  const all = (order: DateForm['order']) => {
    const form = { order, sign, padded: true };
    const read = readAs(texts, form);
    return read.length === texts.length ? { form, read } : null;
  };
  if (kind.startsWith('y')) return all('ymd');
  const [dayFirst, monthFirst] = [all('dmy'), all('mdy')];
  const found = dayFirst ?? monthFirst;
  if (found === null || (dayFirst !== null && monthFirst !== null)) return null;
  const proofs = cellsIn(found.read.filter(({ date }) => date.d > 12));
  return proofs >= leastProofs && cellsIn(texts) - proofs <= proofs * mostOpen ? found : null;
};

/** Whether one-digit days and months have a zero before them; null where they do and do not. */
const isPadded = (read: readonly Read[], { sign }: DateForm): boolean | null => {
  if (sign === '') return true;
  const short = read.filter(({ date }) => date.d < 10 || date.m < 10);
  const withField = (is: (field: string) => boolean): number =>
    cellsIn(
      short.filter(({ text }) =>
        text
          .replace(/[T ].*$/s, '')
          .split(sign)
          .some(is),
      ),
    );
  const most = cellsIn(short) * (1 - oneWay);
  if (withField((field) => field.length === 1) <= most) return true;
  return withField((field) => field.startsWith('0')) <= most ? false : null;
};

const isIso = ({ order, sign, padded }: DateForm): boolean => order === 'ymd' && sign === '-' && padded;

const programsFor = (kinds: ReadonlyMap<string | null, readonly CountedText[]>, kind: string, present: number): FoundProgram[] => {
  const found = formOf(kind, kinds.get(kind) ?? []);
  const padded = found && isPadded(found.read, found.form);
  if (found === null || padded === null) return [];
  const to: DateForm = { ...found.form, padded };
  const years = found.read.map(({ date }) => date.y);
  const [first, last] = [years.reduce((a, b) => Math.min(a, b), Infinity), years.reduce((a, b) => Math.max(a, b), -Infinity)];
  return [...kinds].flatMap(([other, texts]): FoundProgram[] => {
    // Those with the year last are parsed into ISO 8601 elsewhere.
    if (other === null || (isIso(to) && !other.startsWith('y'))) return [];
    const stray = formOf(other, texts);
    if (stray === null || (other !== kind && cellsIn(texts) > present * (1 - leastShare))) return [];
    const program = { kind: 'date', from: stray.form, to } as const;
    const become = compileProgram({ ...program, confidence: 1 });
    const changed = cellsIn(texts.filter(({ text }) => become(text) !== text));
    if (changed === 0) return [];
    const isWithin = stray.read.every(({ date }) => date.y >= first && date.y <= last);
    const written = Array.from(stray.form.order).join(stray.form.sign);
    return [
      {
        program,
        // Eight digits may be a number of another kind.
        isSure: other !== 'y' || isWithin,
        evidence:
          other === kind
            ? `${changed} have ${padded ? 'no' : 'a'} zero before days and months below ten, as nearly all others ${padded ? 'have' : 'have not'}.`
            : `${changed} are written as ${written} with no doubt about their order.`,
      },
    ];
  });
};

/** Dates that are written otherwise than most of their column. */
export const strayDates: Suggester = (view) =>
  view.columns.flatMap(({ position, name }) => {
    const texts = textsOf(view.column(position));
    const present = cellsIn(texts);
    const kinds = Map.groupBy(texts, ({ text }) => kindOf(text));
    const [kind, most] = commonest(kinds) ?? [null, []];
    if (kind === null || kind === 'y' || cellsIn(most) < present * leastShare) return [];
    const because = `${percent(cellsIn(most), present)} of "${name}" are dates in one form.`;
    return formatProposals(name, programsFor(kinds, kind, present)).map((one) => ({ ...one, evidence: [because, ...one.evidence] }));
  });
