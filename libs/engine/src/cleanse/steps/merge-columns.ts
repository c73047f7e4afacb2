import pl, { type Expr } from 'nodejs-polars';
import { cell } from '../../ingest/working-copy';
import { columnNamed } from '../columns-of-step';
import type { StepCompiler } from '../step';

export const mergeColumns: StepCompiler<'mergeColumns'> = {
  on: 'columns',
  compile: ({ columns: names, separator, into }, columns) => {
    if (columns.some(({ name }) => name === into)) return {};
    const merged = names.map((name) => columnNamed(name, 'mergeColumns', columns).position);
    const cells = merged.map((position) => pl.col(cell(position)));
    // Each brings its separator along, and what is absent none; the first one goes.
    const led = cells.map((one) =>
      pl
        .when(one.isNull())
        .then(pl.lit(''))
        .otherwise(pl.concatString([pl.lit(separator), one], '') as Expr),
    );
    const joined = (pl.concatString(led, '') as Expr).str.slice(Array.from(separator).length);
    const isThere = cells.map((one) => one.isNotNull()).reduce((any, one) => any.or(one));
    return { add: [{ name: into, after: merged.at(-1) ?? 0, cells: pl.when(isThere).then(joined).otherwise(pl.lit(null)) }] };
  },
};
