import { Fault, type LayoutChange } from '@millrace/contracts';
import pl, { type DataFrame, type Expr, type Series } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import { columnsAfter, everyColumn } from './layout';
import { rowName } from './row-name';
import type { ColumnPlan } from './step';
import type { Table } from './table';

/** What a plan does to the layout. @throws Fault `invalid-recipe` where a name is, or was, another column's: the change log tells them by it */
export const changesOf = (table: Pick<Table, 'columns' | 'layout'>, step: number, plan: ColumnPlan): LayoutChange[] => {
  const every = everyColumn(table.columns, table.layout);
  const renamed = table.layout.flatMap((change) => (change.kind === 'rename' ? [change.name] : []));
  const taken = new Set([...every.map(({ name }) => name), ...renamed]);
  const take = (name: string): string => {
    if (taken.has(name))
      throw new Fault('invalid-recipe', `steps[${step}] gives a column the name "${name}", which is another's, or was.`, {
        place: { step, column: name },
      });
    taken.add(name);
    return name;
  };
  let next = Math.max(-1, ...every.map(({ position }) => position)) + 1;
  let behind = new Map<number, number>();
  const added = (plan.add ?? []).map(({ name, after }): LayoutChange => {
    const change = { kind: 'add', step, position: next++, name: take(name), after: behind.get(after) ?? after } as const;
    behind = new Map(behind).set(after, change.position);
    return change;
  });
  return [
    ...added,
    ...(plan.drop ?? []).map((position): LayoutChange => ({ kind: 'drop', step, position })),
    ...(plan.rename ?? []).map(({ position, name }): LayoutChange => ({ kind: 'rename', step, position, name: take(name) })),
    ...(plan.first === undefined ? [] : [{ kind: 'order', step, first: [...plan.first] } as const]),
  ];
};

/** An empty text in an added column says nothing. */
const present = (cells: Expr): Expr =>
  pl
    .when(cells.str.lengths().eq(pl.lit(0)))
    .then(pl.lit(null))
    .otherwise(cells);

type ByRow = ReadonlyMap<number, string>;
const isByRow = (cells: Expr | ByRow): cells is ByRow => cells instanceof Map;

/** Texts by the rows of the input, as a column of a frame. */
const textsByRow = (texts: ByRow, frame: DataFrame, name: string): Series => {
  const rows = frame.getColumn(rowName).toArray() as number[];
  return pl.Series(
    name,
    Array.from(rows, (row) => texts.get(row) ?? null),
    pl.Utf8,
  );
};

/** Changes the columns of a table: nothing but added ones is put into its frame. */
export const changeColumns = (table: Table, step: number, plan: ColumnPlan): void => {
  const changes = changesOf(table, step, plan);
  const added = changes.filter((change) => change.kind === 'add');
  const made = (plan.add ?? []).map(({ cells }, at) => ({ cells, name: cell(added[at]?.position ?? 0) }));
  const expressions = made.flatMap(({ cells, name }) => (isByRow(cells) ? [] : [present(cells.cast(pl.Utf8)).alias(name)]));
  const texts = made.flatMap(({ cells, name }) => (isByRow(cells) ? [textsByRow(cells, table.frame, name)] : []));
  if (expressions.length > 0)
    table.frame = table.frame
      .lazy()
      .withColumns(...expressions)
      .collectSync();
  if (texts.length > 0) table.frame = table.frame.hstack<Series[]>(texts);
  table.layout.push(...changes);
  assertSome(table, step);
};

/** @throws Fault `invalid-recipe` */
export const assertSome = ({ columns, layout }: Pick<Table, 'columns' | 'layout'>, step: number): void => {
  if (columnsAfter(columns, layout).length === 0)
    throw new Fault('invalid-recipe', `steps[${step}] leaves no column.`, { place: { step } });
};
