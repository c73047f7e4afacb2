import type { StepOf } from '@millrace/contracts';
import pl, { type Expr } from 'nodejs-polars';
import type { StepCompiler } from '../step';

const day = '(0?[1-9]|[12][0-9]|3[01])';
const month = '(0?[1-9]|1[0-2])';
/** A time may follow, whatever its form. */
const tail = '([T ].*)?$';
const names = ['jan(?:uary)?', 'feb(?:ruary)?', 'mar(?:ch)?', 'apr(?:il)?', 'may', 'june?', 'july?', 'aug(?:ust)?', 'sept?(?:ember)?', 'oct(?:ober)?', 'nov(?:ember)?', 'dec(?:ember)?']; // prettier-ignore
const name = `(?i:(${names.join('|')}))\\.?`;
/** Each letter in either case: V8 is given no modifiers within a pattern. */
const spelledName = `(${names.join('|').replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)})\\.?`;
const ordinal = '(?:st|nd|rd|th)?';

/** Which cells have a form; and how it is read, and what it becomes: year, month and day, and what follows. */
interface Form {
  readonly found: string;
  readonly pattern: string;
  readonly written: string;
}

/** A name tells the month, in whatever order: the day before it, and behind it. */
const namedForms = (year: string, monthName = name): readonly [before: string, behind: string] => [
  `^${day}${ordinal}\\.?[ -]?${monthName}[ -]?,? ?${year}${tail}`,
  `^${monthName}[ -]?${day}${ordinal},?[ -]${year}${tail}`,
];

const inNumbers = (isDayFirst: boolean, year: string): Form => {
  const written = isDayFirst ? '${3}-${2}-${1}${4}' : '${3}-${1}-${2}${4}';
  const [first, second] = isDayFirst ? [day, month] : [month, day];
  const separated = (signs: string): string => `^${first}${signs}${second}${signs}${year}${tail}`;
  // What is read is not read again: by one pattern, which need not see that the signs are the same.
  return { found: ['/', '\\.', '-'].map((sign) => `(?:${separated(sign)})`).join('|'), pattern: separated('[/.-]'), written };
};

const formsOf = (order: StepOf<'parseDates'>['order'], year: string): readonly Form[] => {
  const [before, behind] = namedForms(year);
  return [
    ...(order === 'named' ? [] : [inNumbers(order === 'dayFirst', year)]),
    { found: before, pattern: before, written: '${3}-${2}-${1}${4}' },
    { found: behind, pattern: behind, written: '${3}-${1}-${2}${4}' },
  ];
};

const wholeYear = '(\\d{4})';
const [nameBehindDay, nameBeforeDay] = namedForms(wholeYear, spelledName).map((form) => new RegExp(form, 's')) as [RegExp, RegExp];
const monthNames = names.map((one) => new RegExp(`^${one}$`, 'i'));

/** A date with the English name of a month and a year of four digits as `YYYY-MM-DD`, and what follows it; null for another text. */
export const readNamedDate = (text: string): { readonly date: string; readonly tail: string } | null => {
  const [, dayFirst, second = '', year, tail = ''] = nameBehindDay.exec(text) ?? [];
  const [, first = '', dayBehind, otherYear, otherTail = ''] = dayFirst === undefined ? (nameBeforeDay.exec(text) ?? []) : [];
  const [name, inMonth] = dayFirst === undefined ? [first, dayBehind] : [second, dayFirst];
  if (inMonth === undefined) return null;
  const at = String(1 + monthNames.findIndex((one) => one.test(name))).padStart(2, '0');
  return { date: `${year ?? otherYear}-${at}-${inMonth.padStart(2, '0')}`, tail: dayFirst === undefined ? otherTail : tail };
};

/** Whether a text is a date with the English name of a month and a year of four digits. */
export const isNamedDate = (text: string): boolean => readNamedDate(text) !== null;

const numbered = (date: Expr): Expr =>
  names.reduce((text, one, at) => text.str.replace(`^(\\d+)-(?i:${one})-`, `\${1}-${String(at + 1).padStart(2, '0')}-`), date);

const padded = (date: Expr): Expr =>
  date.str.replace('^(\\d{4})-(\\d)-', '${1}-0${2}-').str.replace('^(\\d{4}-\\d\\d)-(\\d)($|[T ])', '${1}-0${2}${3}');

/** Two digits as the last such year that is not beyond another one. */
const wholeYears = (date: Expr, last: number | undefined): Expr => {
  if (last === undefined) return date;
  const century = Math.floor(last / 100);
  const isLater = date.str.slice(0, 2).cast(pl.Int32, false).gt(pl.lit(last % 100)); // prettier-ignore
  const prefix = pl.when(isLater).then(pl.lit(String(century - 1))).otherwise(pl.lit(String(century))); // prettier-ignore
  return pl
    .when(date.str.contains('^\\d\\d-'))
    .then(pl.concatString([prefix, date], '') as Expr)
    .otherwise(date);
};

export const parseDates: StepCompiler<'parseDates'> = {
  on: 'cells',
  compile: ({ order, shortYears }, column) => {
    const forms = formsOf(order, shortYears === undefined ? wholeYear : '(\\d{4}|\\d{2})');
    const replaced = forms.reduce((text, { pattern, written: as }) => text.str.replace(pattern, as), column);
    const written = padded(wholeYears(numbered(replaced), shortYears));
    // A day that its month does not have is nobody's date.
    const isThere = written.str.slice(0, 10).str.strptime(pl.Date, '%Y-%m-%d').isNotNull();
    return {
      kind: 'cells',
      after: pl.when(isThere).then(written).otherwise(column),
      where: column.str.contains(forms.map(({ found }) => `(?:${found})`).join('|')),
      reason: order === 'named' ? 'a date with the name of its month' : `a date with the ${order === 'dayFirst' ? 'day' : 'month'} first`,
      confidence: 0.99,
      mayEmpty: false,
    };
  },
};
