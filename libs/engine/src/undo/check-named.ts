import { Fault, namesMissing, unknownColumns, type UndoAccount, type UndoSelection } from '@millrace/contracts';
import pl from 'nodejs-polars';
import { everyColumn } from '../cleanse/layout';
import { cellKey, isOneOf } from './select-changes';

type Cell = NonNullable<Exclude<UndoSelection, 'all'>['cells']>[number];

const keyOf = ({ row, column }: Cell): string => `${row}:${column}`;

/** The first of some cells that no change is of; undefined where each has one. */
const firstUnchanged = (changesPath: string, cells: readonly Cell[]): Cell | undefined => {
  if (cells.length === 0) return undefined;
  const rows = [...new Set(cells.map(({ row }) => row))];
  const changed = pl
    .scanParquet(changesPath, { glob: false })
    .filter(isOneOf('row', rows))
    .select(cellKey().unique().alias('cell'))
    .collectSync()
    .getColumn('cell')
    .toArray() as string[];
  const known = new Set(changed);
  return cells.find((cell) => !known.has(keyOf(cell)));
};

/**
 * Nothing is taken back of a column, row or step that is not there, nor of a cell that was not changed: who names one has mistaken it.
 * @throws Fault `unknown-column`, `not-found`, `not-in-change-log`
 */
export const checkNamed = ({ ingest, layout, hidden, steps: count }: UndoAccount, changesPath: string, selection: UndoSelection): void => {
  if (selection === 'all') return;
  const { columns = [], cells = [], rows = [], steps = [] } = selection;
  const names = everyColumn(ingest.columns, layout).map(({ name }) => name);
  const [unknown, ...others] = namesMissing([...columns, ...cells.map(({ column }) => column)], names);
  if (unknown !== undefined) throw unknownColumns('The selection, by the names before the cleansing,', [unknown, ...others], names);
  const row = [...rows, ...cells.map(({ row: number }) => number)].find((number) => number >= ingest.rows);
  if (row !== undefined)
    throw new Fault('not-found', `There is no row ${row}; the input has ${ingest.rows}.`, { advice: 'Name rows of the input, from 0 on.' });
  const step = steps.find((number) => number >= (count ?? Infinity));
  if (step !== undefined)
    throw new Fault('not-in-change-log', `There is no step ${step}; the cleansing had ${count}, counted from 0.`, { place: { step } });
  // Of hidden columns it is for others to say that nothing is kept.
  const cell = firstUnchanged(
    changesPath,
    cells.filter(({ column }) => !hidden.includes(column)),
  );
  if (cell !== undefined)
    throw new Fault('not-in-change-log', `The cell of row ${cell.row}, column "${cell.column}" was not changed.`, { place: { ...cell } });
};
