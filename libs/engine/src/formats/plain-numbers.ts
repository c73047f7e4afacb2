import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';

/** Numbers that a double holds as they are written, and that no code looks like: no leading zeros, at most fifteen digits. */
const plain = '^-?(?:0|[1-9][0-9]{0,14})(?:\\.[0-9]{1,6})?$';
const mostDigits = 15;

const checks = (name: string): Expr[] => {
  const column = pl.col(name);
  const fraction = column.str.extract('\\.([0-9]+)$', 1).str.lengths().cast(pl.Float64).fillNull(pl.lit(0));
  const digits = column.str.replaceAll('[^0-9]', '').str.lengths().cast(pl.Float64);
  return [
    column.isNotNull().sum().cast(pl.Float64).alias(`${name}.present`),
    column.str.contains(plain).sum().cast(pl.Float64).alias(`${name}.plain`),
    column.str.contains('\\.[0-9]*0$').sum().cast(pl.Float64).alias(`${name}.trailing`),
    fraction.filter(column.isNotNull()).min().alias(`${name}.least`),
    fraction.max().alias(`${name}.most`),
    digits.max().alias(`${name}.digits`),
  ];
};

const columnsAtOnce = 50;

/**
 * Columns whose every cell is a plain number, so that nothing is lost where they are written as numbers. A zero at the end of a fraction
 * is kept by no number: it is let go where all cells have as many decimals, such as prices, and not among versions such as `1.1` and `1.10`.
 */
export const plainNumbers = (table: LazyDataFrame, names: readonly string[]): Set<string> => {
  const found = new Set<string>();
  for (let at = 0; at < names.length; at += columnsAtOnce) {
    const some = names.slice(at, at + columnsAtOnce);
    const [counts = {}] = table.select(...some.flatMap(checks)).collectSync().toRecords() as Record<string, number | null>[]; // prettier-ignore
    for (const name of some) {
      const of = (what: string) => counts[`${name}.${what}`] ?? 0;
      const isEven = of('trailing') === 0 || of('least') === of('most');
      if (of('present') > 0 && of('plain') === of('present') && isEven && of('digits') <= mostDigits) found.add(name);
    }
  }
  return found;
};
