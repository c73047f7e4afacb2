import pl, { type DataFrame, type Series } from 'nodejs-polars';
import { frameBytes, releaseAfter } from '../../columnar/release-memory';
import { cell } from '../../ingest/working-copy';
import { differs } from '../differs';
import { broken, type Invariant } from './invariant';
import { someColumns } from './some-columns';

/** A plan with an expression for each of thousands of columns takes minutes. */
const fewColumns = 4;

/** All cells of some columns as one. One alone stays where it lies. */
const cellsOf = (frame: DataFrame, names: readonly string[]): Series =>
  names.length === 1 ? frame.getColumn(names[0] ?? '') : frame.unpivot([], [...names]).getColumn('value');

const afterName = (name: string): string => `${name} after`;

/** Of few columns, those in which two frames differ: they are looked at side by side, where they lie. */
const differing = async (before: DataFrame, after: DataFrame, names: readonly string[]): Promise<string[]> => {
  const found = await before
    .hstack<Series[]>(names.map((name) => after.getColumn(name).alias(afterName(name))))
    .lazy()
    .select(names.map((name) => differs(pl.col(name), pl.col(afterName(name))).any()))
    .collect();
  const [any = {}] = found.toRecords() as Record<string, boolean | null>[];
  return names.filter((name) => any[name] === true);
};

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
  const bytesOf = ({ position }: { readonly position: number }): number => frameBytes(frame.select(cell(position)));
  for (const some of someColumns(same, frame.height, bytesOf)) {
    const names = some.map(({ position }) => cell(position));
    const [before, after] = [await stayedIn(some.map(({ position }) => position)), frame.select(...names)];
    const others = names.length > fewColumns ? names : await differing(before, after, names);
    const found = others.length === 0 ? [] : differences(before, after, others);
    await releaseAfter(bytes);
    const [first] = found;
    if (first === undefined) continue;
    const column = Math.floor(first / frame.height);
    const name = same.find(({ position }) => cell(position) === others[column])?.name ?? '';
    const cells = found.filter((at) => Math.floor(at / frame.height) === column).length;
    throw broken('untouched', `"${name}" has changed, which no step touches.`, name, { column: name, cells });
  }
};
