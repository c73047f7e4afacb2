import type { StepOf } from '@millrace/contracts';
import pl, { type Expr } from 'nodejs-polars';
import type { StepCompiler } from '../step';

type Condition = StepOf<'quarantineRows'>['where'][number];

const holds = (column: Expr, { is, to = '' }: Condition): Expr => {
  const number = column.str.stripChars(null as never).cast(pl.Float64, false);
  const text = pl.lit(String(to));
  const test = {
    absent: () => column.isNull(),
    present: () => column.isNotNull(),
    equal: () => column.eq(text),
    different: () => column.neq(text),
    matches: () => column.str.contains(String(to)),
    below: () => number.lt(pl.lit(Number(to))),
    above: () => number.gt(pl.lit(Number(to))),
  }[is]();
  return test.fillNull(pl.lit(false));
};

export const quarantineRows: StepCompiler<'quarantineRows'> = {
  on: 'rows',
  compile: ({ where, reason }, columns) => {
    const names = [...new Set(where.map(({ column }) => column))];
    const all = where
      .map((condition) => holds(pl.col(columns[names.indexOf(condition.column)] ?? ''), condition))
      .reduce((both, one) => both.and(one));
    const told = where.map(({ column, is, to }) => `${column} is ${is}${to === undefined ? '' : ` ${to}`}`).join(' and ');
    return { leaves: all, reason: reason ?? told };
  },
};
