import pl from 'nodejs-polars';
import { cell } from '../../ingest/working-copy';
import { contextOf } from '../column-context';
import { columnNamed } from '../columns-of-step';
import { numbersOf, outlierBounds } from '../outlier-bounds';
import type { StepCompiler } from '../step';

export const flagOutliers: StepCompiler<'flagOutliers'> = {
  on: 'columns',
  compile: ({ column, into, method, factor }, columns, frame) => {
    if (columns.some(({ name }) => name === into)) return {};
    const { position } = columnNamed(column, 'flagOutliers', columns);
    const text = pl.col(cell(position));
    const bounds = frame && outlierBounds({ method, factor, action: 'null' }, column, text, contextOf(frame.select(cell(position))));
    const numbers = numbersOf(text);
    const isOut = bounds ? numbers.lt(pl.lit(bounds[0])).or(numbers.gt(pl.lit(bounds[1]))) : numbers.isNull();
    // Neither true nor false of what is no number.
    const cells = pl.when(numbers.isNull()).then(pl.lit(null)).otherwise(isOut.cast(pl.Utf8));
    return { add: [{ name: into, after: position, cells }] };
  },
};
