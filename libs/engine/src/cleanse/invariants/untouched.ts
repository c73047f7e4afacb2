import pl, { type DataFrame, type Series } from 'nodejs-polars';
import { frameBytes, releaseAfter } from '../../columnar/release-memory';
import { cell } from '../../ingest/working-copy';
import { differs } from '../differs';
import { broken, type Invariant } from './invariant';
import { someColumns } from './some-columns';

/** All cells of some columns as one: a plan with an expression for each of thousands of columns takes minutes. One alone stays where it lies. */
const cellsOf = (frame: DataFrame, names: readonly string[]): Series =>
  names.length === 1 ? frame.getColumn(names[0] ?? '') : frame.unpivot([], [...names]).getColumn('value');

/** Places among the cells of some columns, one column after another, where two frames differ. */
const differences = (before: DataFrame, after: DataFrame, names: readonly string[]): number[] =>
  pl
    .DataFrame([cellsOf(before, names).alias('before'), cellsOf(after, names).alias('after')])
    .lazy()
    .withRowIndex('at')
    .filter(differs(pl.col('before'), pl.col('after')))
    .select('at')
    .collectSync()
    .getColumn('at')
    .toArray() as number[];

/** Columns that no step changed have the cells that they had, in every row that stayed. */
export const untouched: Invariant = async ({ ingest, frame, changes, stayedIn }) => {
  const same = ingest.columns.filter(({ name }) => !changes.has(name));
  const bytes = frameBytes(frame);
  for (const some of someColumns(same, frame.height)) {
    const names = some.map(({ position }) => cell(position));
    const found = differences(stayedIn(some.map(({ position }) => position)), frame.select(...names), names);
    await releaseAfter(bytes);
    const [first] = found;
    if (first === undefined) continue;
    const column = Math.floor(first / frame.height);
    const { name = '' } = some[column] ?? {};
    const cells = found.filter((at) => Math.floor(at / frame.height) === column).length;
    throw broken('untouched', `"${name}" has changed, which no step touches.`, name, { column: name, cells });
  }
};
