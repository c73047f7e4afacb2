import pl, { type Expr } from 'nodejs-polars';
import { cell } from '../../ingest/working-copy';
import { columnNamed } from '../columns-of-step';
import { escapePattern } from '../escape-pattern';
import type { StepCompiler } from '../step';

export const splitColumn: StepCompiler<'splitColumn'> = {
  on: 'columns',
  compile: ({ column, by, into }, columns) => {
    if (into.every((name) => columns.some((one) => one.name === name))) return {};
    const { position } = columnNamed(column, 'splitColumn', columns);
    const sign = escapePattern(by);
    const text = pl.col(cell(position));
    /** What lies behind so many separators, up to the next one or, of the last part, to the end. */
    const part = (at: number): Expr => {
      const before = `(?s)^${`.*?${sign}`.repeat(at)}`;
      return text.str.extract(at === into.length - 1 ? `${before}(.*)$` : `${before}(.*?)(?:${sign}|$)`, 1);
    };
    return { add: into.map((name, at) => ({ name, after: position, cells: part(at) })) };
  },
};
