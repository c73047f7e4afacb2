import pl, { type Series } from 'nodejs-polars';
import { cell } from '../../ingest/working-copy';
import { differs } from '../differs';
import { broken, type Invariant } from './invariant';
import { someColumns } from './some-columns';

/** Columns that no step changed have the cells that they had, in every row that stayed. */
export const untouched: Invariant = ({ ingest, frame, changes, stayedIn }) => {
  const same = ingest.columns.filter(({ name }) => !changes.has(name));
  for (const some of someColumns(same, frame.height)) {
    const names = some.map(({ position }) => cell(position));
    const after = frame
      .select(...names)
      .unpivot([], names)
      .getColumn('value');
    const [found] = stayedIn(some.map(({ position }) => position))
      .unpivot([], names)
      .hstack<Series[]>([after.alias('after')])
      .lazy()
      .filter(differs(pl.col('value'), pl.col('after')))
      .groupBy('variable')
      .agg(pl.len().cast(pl.Float64).alias('cells'))
      .sort(pl.col('variable'))
      .collectSync()
      .toRecords() as { variable: string; cells: number }[];
    if (!found) continue;
    const name = some.find(({ position }) => cell(position) === found.variable)?.name ?? '';
    throw broken('untouched', `"${name}" has changed, which no step touches.`, name, { column: name, cells: found.cells });
  }
};
