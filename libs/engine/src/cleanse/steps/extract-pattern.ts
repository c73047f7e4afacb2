import pl from 'nodejs-polars';
import { cell } from '../../ingest/working-copy';
import { columnNamed } from '../columns-of-step';
import { checkPattern } from '../condition';
import type { StepCompiler } from '../step';

export const extractPattern: StepCompiler<'extractPattern'> = {
  on: 'columns',
  compile: ({ column, pattern, group, into }, columns) => {
    checkPattern(pattern);
    if (columns.some(({ name }) => name === into)) return {};
    const { position } = columnNamed(column, 'extractPattern', columns);
    return { add: [{ name: into, after: position, cells: pl.col(cell(position)).str.extract(pattern, group) }] };
  },
};
