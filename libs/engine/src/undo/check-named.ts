import { Fault, type UndoAccount, type UndoSelection } from '@millrace/contracts';
import { everyColumn } from '../cleanse/layout';

/**
 * Nothing is taken back of a column or row that is not there: who names one has mistaken it.
 * @throws Fault `unknown-column`, `not-found`
 */
export const checkNamed = ({ ingest, layout }: UndoAccount, selection: UndoSelection): void => {
  if (selection === 'all') return;
  const { columns = [], cells = [], rows = [] } = selection;
  const names = new Set(everyColumn(ingest.columns, layout).map(({ name }) => name));
  const column = [...columns, ...cells.map(({ column: name }) => name)].find((name) => !names.has(name));
  if (column !== undefined)
    throw new Fault(
      'unknown-column',
      `There is no column "${column}". By the names that they had before the cleansing, the columns are: ${[...names].slice(0, 50).join(', ')}.`,
    );
  const row = [...rows, ...cells.map(({ row: number }) => number)].find((number) => number >= ingest.rows);
  if (row !== undefined)
    throw new Fault('not-found', `There is no row ${row}; the input has ${ingest.rows}.`, { advice: 'Name rows of the input, from 0 on.' });
};
