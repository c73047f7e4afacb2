import { Fault } from '@millrace/contracts';
import pl, { type Expr } from 'nodejs-polars';
import { decimalCommasIn } from '../decimal-commas';
import type { ColumnContext, StepCompiler } from '../step';

type Target = 'integer' | 'decimal' | 'boolean' | 'date' | 'timestamp' | 'text';

/** A form that a cell of a kind may have, and the same cell in the canonical one. All work on text: no digit is rounded. */
interface Form {
  readonly grammar: string;
  readonly canonical: (cell: Expr) => Expr;
}

const same = (cell: Expr): Expr => cell;
const grouped = (cell: Expr): Expr => cell.str.replaceAll(',', '');
const signless = (cell: Expr): Expr => cell.str.replace('^\\+', '');
const unpadded = (cell: Expr): Expr => cell.str.replace('^(-?)0+([0-9])', '${1}${2}');
const digits = '(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)';
const ymd = (cell: Expr, order: string): Expr =>
  cell.str
    .replace('^(\\d)([/.])', '0${1}${2}')
    .str.replace('([/.])(\\d)([/.])', '${1}0${2}${3}')
    .str.replace('^(\\d\\d)[/.](\\d\\d)[/.](\\d{4})$', order);

/** Days that there are: by month, and the 29th of February in leap years alone. */
const leapYear = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)';
const daysOf = [
  ['(?:0?[13578]|1[02])', '(?:0?[1-9]|[12][0-9]|3[01])'],
  ['(?:0?[469]|11)', '(?:0?[1-9]|[12][0-9]|30)'],
  ['0?2', '(?:0?[1-9]|1[0-9]|2[0-8])'],
] as const;
const padded = (form: string): string => form.replaceAll('0?', '0');
const anyYear = '[0-9]{4}';
const monthly = (written: (month: string, day: string, year: string) => string): string =>
  `(?:${[...daysOf.map(([month, day]) => written(month, day, anyYear)), written('0?2', '29', leapYear)].join('|')})`;
const isoDay = padded(monthly((month, day, year) => `${year}-${month}-${day}`));

const dayFirst: Form = {
  grammar: `^${monthly((month, day, year) => `${day}[/.]${month}[/.]${year}`)}$`,
  canonical: (cell) => ymd(cell, '${3}-${2}-${1}'),
};
const monthFirst: Form = {
  grammar: `^${monthly((month, day, year) => `${month}[/.]${day}[/.]${year}`)}$`,
  canonical: (cell) => ymd(cell, '${3}-${1}-${2}'),
};
const isoDate: Form = { grammar: `^${isoDay}$`, canonical: same };

const wholeNumber = (cell: Expr): Expr => unpadded(signless(grouped(cell.str.replace('\\.0+$', ''))));
const number = (cell: Expr): Expr => unpadded(signless(grouped(cell)));
const scientific: Form = { grammar: '^[+-]?[0-9]+(?:\\.[0-9]+)?[eE][+-]?[0-9]+$', canonical: signless };

const forms: Readonly<Record<Exclude<Target, 'date'>, readonly Form[]>> = {
  integer: [{ grammar: `^[+-]?${digits}(?:\\.0+)?$`, canonical: wholeNumber }],
  decimal: [{ grammar: `^[+-]?${digits}(?:\\.[0-9]+)?$`, canonical: number }, scientific],
  boolean: [
    { grammar: '^(?i:true|t|yes|y|1)$', canonical: (cell) => cell.str.replace('^.*$', 'true') },
    { grammar: '^(?i:false|f|no|n|0)$', canonical: (cell) => cell.str.replace('^.*$', 'false') },
  ],
  timestamp: [
    {
      grammar: `^${isoDay}[T ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?(?:Z|[+-]\\d\\d:?\\d\\d)?$`,
      canonical: (cell) => cell.str.replace(' ', 'T'),
    },
  ],
  text: [{ grammar: '(?s)^.*$', canonical: same }],
};

/** Of a column whose numbers have a comma before their fraction: what is the same number whichever sign that is. */
const plainForms: typeof forms = {
  ...forms,
  integer: [{ grammar: '^[+-]?[0-9]+(?:\\.(?:0{1,2}|0{4,}))?$', canonical: wholeNumber }],
  decimal: [{ grammar: '^[+-]?[0-9]+(?:\\.(?:[0-9]{1,2}|[0-9]{4,}))?$', canonical: number }, scientific],
};

const hasDecimalCommas = (to: Target, cell: Expr, context: ColumnContext, name: string, loses: boolean): boolean => {
  const cells = to === 'integer' || to === 'decimal' ? decimalCommasIn(cell, context) : 0;
  if (cells > 0 && loses)
    throw new Fault(
      'invalid-recipe',
      `"${name}" has numbers with a comma before their fraction (${cells}), which is no ${to} for this step.`,
      {
        advice: 'Put parseNumbers with "decimal": "," for that column before it; with "onMisfit": "keep" such cells stay as they are.',
        place: { column: name },
      },
    );
  return cells > 0;
};

/** One order for the whole column: the one that more cells can have. Where both can be, nothing decides, and such cells misfit. */
const orderOf = (cell: Expr, { count }: ColumnContext): Form | null => {
  const [day, month] = [count(cell.str.contains(dayFirst.grammar)), count(cell.str.contains(monthFirst.grammar))];
  if (day === month) return null;
  return day > month ? dayFirst : monthFirst;
};

const dateForms = (order: 'dayFirst' | 'monthFirst' | undefined, cell: Expr, context: ColumnContext): readonly Form[] => {
  const chosen = order === 'dayFirst' ? dayFirst : order === 'monthFirst' ? monthFirst : orderOf(cell, context);
  return chosen ? [isoDate, chosen] : [isoDate];
};

export const castColumn: StepCompiler<'castColumn'> = {
  on: 'cells',
  compile: ({ to, onMisfit, dateOrder }, column, context, name) => {
    const cell = column.str.replaceAll('^\\s+|\\s+$', '');
    const known = hasDecimalCommas(to, cell, context, name, onMisfit !== 'keep') ? plainForms : forms;
    const accepted = to === 'date' ? dateForms(dateOrder, cell, context) : known[to];
    const fits = accepted.map(({ grammar }) => cell.str.contains(grammar)).reduce((any, one) => any.or(one));
    const cast = accepted.reduce<Expr>(
      (otherwise, { grammar, canonical }) => pl.when(cell.str.contains(grammar)).then(canonical(cell)).otherwise(otherwise),
      onMisfit === 'null' ? pl.lit(null) : column,
    );
    const after = to === 'text' ? column : cast;
    const made = { kind: 'cells', after, reason: `written as ${to}`, confidence: 1, mayEmpty: onMisfit === 'null' } as const;
    return onMisfit === 'quarantine'
      ? { ...made, quarantine: { where: cell.str.lengths().gt(pl.lit(0)).and(fits.not()), reason: `is no ${to}` } }
      : made;
  },
};
