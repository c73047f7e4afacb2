import { Fault, type Condition } from '@millrace/contracts';
import pl, { type Expr } from 'nodejs-polars';

const holds = (column: Expr, { is, to = '' }: Condition): Expr => {
  const number = column.str.stripChars(null as never).cast(pl.Float64, false);
  const text = pl.lit(String(to));
  const test = {
    absent: () => column.isNull(),
    present: () => column.isNotNull(),
    equal: () => column.eq(text),
    different: () => column.neq(text),
    matches: () => column.str.contains(String(to)),
    below: () => number.lt(pl.lit(Number(to))).and(number.isFinite()),
    above: () => number.gt(pl.lit(Number(to))).and(number.isFinite()),
  }[is]();
  return test.fillNull(pl.lit(false));
};

/** A pattern that a caller gave. @throws Fault `invalid-recipe` where it is none */
export const checkPattern = (pattern: string): void => {
  try {
    pl.DataFrame({ a: [''] })
      .lazy()
      .select(pl.col('a').str.contains(pattern))
      .collectSync();
  } catch (error) {
    const [, why = ''] = /\nerror: ([^\n]*)/.exec(String(error)) ?? [];
    throw new Fault('invalid-recipe', `"${pattern.slice(0, 100)}" is no pattern${why === '' ? '' : `: ${why}`}.`, { cause: error });
  }
};

/** Whether all conditions hold for a row; never absent. @param columns names in the frame of the columns that they name, each once, in their order */
export const allHold = (conditions: readonly Condition[], columns: readonly string[]): Expr => {
  const names = [...new Set(conditions.map(({ column }) => column))];
  for (const { is, to = '' } of conditions) if (is === 'matches') checkPattern(String(to));
  return conditions
    .map((condition) => holds(pl.col(columns[names.indexOf(condition.column)] ?? ''), condition))
    .reduce((both, one) => both.and(one));
};

/** The conditions in words. */
export const told = (conditions: readonly Condition[]): string =>
  conditions.map(({ column, is, to }) => `${column} is ${is}${to === undefined ? '' : ` ${to}`}`).join(' and ');
