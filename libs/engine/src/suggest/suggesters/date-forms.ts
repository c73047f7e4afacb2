import { isNamedDate } from '../../cleanse/steps/parse-dates';
import { percent, type Proposal, type Suggester } from '../proposal';
import { countBy, presentIn } from '../table-view';

type Form = 'iso' | 'dayFirst' | 'monthFirst' | 'either' | 'named' | 'other';

const signs = ['/', '.', '-'] as const;
/** What stands between the parts of a date that is not written year first. */
const signOf = (value: string): string => /^\d{1,2}([/.-])/.exec(value)?.[1] ?? '';

const formOf = (value: string): Form => {
  if (/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ].*)?$/.test(value)) return 'iso';
  const written = /^(\d{1,2})([/.-])(\d{1,2})\2\d{4}(?:[T ].*)?$/.exec(value);
  if (!written) return isNamedDate(value) ? 'named' : 'other';
  const [first, second] = [Number(written[1]), Number(written[3])];
  if (first < 1 || second < 1 || first > 31 || second > 31) return 'other';
  if (first > 12) return second > 12 ? 'other' : 'dayFirst';
  return second > 12 ? 'monthFirst' : 'either';
};

/** Part of a column's cells that must already be written as ISO 8601 has it. */
const leastIso = 0.7;
/** Dates that can only be read in one order: so many decide for all. */
export const leastProofs = 2;
/**
 * Dates that fit both orders, for each that proves one: of days that fall anywhere there are two for three. Where they are many, the proofs
 * are likelier to be the exceptions.
 */
export const mostOpen = 4;

/** A name leaves no doubt about the month: such dates need no order. */
const named = (name: string, cells: number, iso: number, present: number): Proposal[] =>
  cells === 0
    ? []
    : [
        {
          step: { step: 'parseDates', columns: [name], order: 'named' },
          safe: true,
          evidence: [`${percent(iso, present)} of "${name}" are written year first, ${cells} cells have the name of a month.`],
        },
      ];

export const dateForms: Suggester = (view) =>
  view.columns.flatMap(({ position, name }) => {
    const column = view.column(position);
    const forms = countBy(column, formOf);
    const of = (form: Form): number => forms.get(form) ?? 0;
    const signed = countBy(column, (value) => `${signOf(value)}${formOf(value)}`);
    const written = of('dayFirst') + of('monthFirst') + of('either');
    const present = presentIn(column);
    if (of('iso') < present * leastIso) return [];
    const withNames = named(name, of('named'), of('iso'), present);
    const order = of('dayFirst') >= of('monthFirst') ? 'dayFirst' : 'monthFirst';
    const against = order === 'dayFirst' ? of('monthFirst') : of('dayFirst');
    if (written === 0 || of(order) < leastProofs) return withNames;
    // Who writes 13.02.2024 says nothing of how another one means 03/02/2024.
    const undecided = signs.filter((sign) => {
      const open = signed.get(`${sign}either`) ?? 0;
      const proofs = signed.get(`${sign}${order}`) ?? 0;
      return open > 0 && (proofs < leastProofs || open > proofs * mostOpen);
    });
    return [
      ...withNames,
      {
        step: { step: 'parseDates' as const, columns: [name], order } as const,
        safe: against === 0 && undecided.length === 0,
        evidence: [
          `${percent(of('iso'), present)} of "${name}" are written year first, ${written} cells are not.`,
          `${of(order)} of these can only have the ${order === 'dayFirst' ? 'day' : 'month'} first, ${against} only the other order.`,
          ...undecided.map(
            (sign) =>
              `Of those written with "${sign}", ${signed.get(`${sign}either`)} can be read both ways, and ${signed.get(`${sign}${order}`) ?? 0} decide.`,
          ),
        ],
      },
    ];
  });
