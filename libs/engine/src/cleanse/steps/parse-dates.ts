import pl, { type Expr } from 'nodejs-polars';
import type { StepCompiler } from '../step';

const day = '(0?[1-9]|[12][0-9]|3[01])';
const month = '(0?[1-9]|1[0-2])';
/** A time may follow, whatever its form. */
const tail = '([T ].*)?$';

const padded = (date: Expr): Expr =>
  date.str.replace('^(\\d{4})-(\\d)-', '${1}-0${2}-').str.replace('^(\\d{4}-\\d\\d)-(\\d)($|[T ])', '${1}-0${2}${3}');

export const parseDates: StepCompiler<'parseDates'> = {
  on: 'cells',
  compile: ({ order }, column) => {
    const [first, second] = order === 'dayFirst' ? [day, month] : [month, day];
    const separated = ['/', '\\.', '-'].map((sign) => `${first}${sign}${second}${sign}`);
    const written = padded(
      column.str.replace(`^${first}[/.-]${second}[/.-](\\d{4})${tail}`, order === 'dayFirst' ? '${3}-${2}-${1}${4}' : '${3}-${1}-${2}${4}'),
    );
    // A day that its month does not have is nobody's date.
    const isThere = written.str.slice(0, 10).str.strptime(pl.Date, '%Y-%m-%d').isNotNull();
    return {
      kind: 'cells',
      after: pl.when(isThere).then(written).otherwise(column),
      where: column.str.contains(`^(?:${separated.join('|')})\\d{4}${tail}`),
      reason: `a date with the ${order === 'dayFirst' ? 'day' : 'month'} first`,
      confidence: 0.99,
      mayEmpty: false,
    };
  },
};
