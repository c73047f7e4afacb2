import pl, { type Expr } from 'nodejs-polars';
import type { StepCompiler } from '../step';

const day = '(0?[1-9]|[12][0-9]|3[01])';
const month = '(0?[1-9]|1[0-2])';
/** A time may follow, whatever its form. */
const tail = '([T ].*)?$';
const names = ['jan(?:uary)?', 'feb(?:ruary)?', 'mar(?:ch)?', 'apr(?:il)?', 'may', 'june?', 'july?', 'aug(?:ust)?', 'sept?(?:ember)?', 'oct(?:ober)?', 'nov(?:ember)?', 'dec(?:ember)?']; // prettier-ignore
const name = `(?i:(${names.join('|')}))\\.?`;
const ordinal = '(?:st|nd|rd|th)?';

/** Which cells have a form; and how it is read, and what it becomes: year, month and day, and what follows. */
interface Form {
  readonly found: string;
  readonly pattern: string;
  readonly written: string;
}

const formsOf = (isDayFirst: boolean, year: string): readonly Form[] => {
  const written = isDayFirst ? '${3}-${2}-${1}${4}' : '${3}-${1}-${2}${4}';
  const [first, second] = isDayFirst ? [day, month] : [month, day];
  const separated = (signs: string): string => `^${first}${signs}${second}${signs}${year}${tail}`;
  // A name tells the month, in whatever order.
  const [before, behind] = [
    `^${day}${ordinal}\\.?[ -]?${name}[ -]?,? ?${year}${tail}`,
    `^${name}[ -]?${day}${ordinal},?[ -]${year}${tail}`,
  ];
  return [
    // What is read is not read again: by one pattern, which need not see that the signs are the same.
    { found: ['/', '\\.', '-'].map((sign) => `(?:${separated(sign)})`).join('|'), pattern: separated('[/.-]'), written },
    { found: before, pattern: before, written: '${3}-${2}-${1}${4}' },
    { found: behind, pattern: behind, written: '${3}-${1}-${2}${4}' },
  ];
};

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
    const forms = formsOf(order === 'dayFirst', shortYears === undefined ? '(\\d{4})' : '(\\d{4}|\\d{2})');
    const replaced = forms.reduce((text, { pattern, written: as }) => text.str.replace(pattern, as), column);
    const written = padded(wholeYears(numbered(replaced), shortYears));
    // A day that its month does not have is nobody's date.
    const isThere = written.str.slice(0, 10).str.strptime(pl.Date, '%Y-%m-%d').isNotNull();
    return {
      kind: 'cells',
      after: pl.when(isThere).then(written).otherwise(column),
      where: column.str.contains(forms.map(({ found }) => `(?:${found})`).join('|')),
      reason: `a date with the ${order === 'dayFirst' ? 'day' : 'month'} first`,
      confidence: 0.99,
      mayEmpty: false,
    };
  },
};
