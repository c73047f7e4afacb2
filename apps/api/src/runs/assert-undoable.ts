import { changesLayout, Fault, ingestSchema, type Recipe, type UndoSelection } from '@millrace/contracts';
import type { VersionSource } from '@millrace/database';
import { assertColumns } from '../datasets/columns-of';

/**
 * Refuses what of a selection can be told to be mistaken before the change log is read: rows behind the last, steps that the recipe did not
 * have, and columns that the table did not have, unless the recipe has made some. What else it names that is not there, the run finds.
 * @param recipe of the cleansing; null where it left none
 * @throws Fault `not-found`, `not-in-change-log`, `unknown-column`
 */
export const assertUndoable = (selection: UndoSelection, version: Pick<VersionSource, 'ingest'>, recipe: Recipe | null): void => {
  if (selection === 'all') return;
  const { rows = [], columns = [], cells = [], steps = [] } = selection;
  const count = version.ingest === null ? Infinity : ingestSchema.parse(version.ingest).rows;
  const row = [...rows, ...cells.map((cell) => cell.row)].find((number) => number >= count);
  if (row !== undefined)
    throw new Fault('not-found', `There is no row ${row}; the input has ${count}.`, { advice: 'Name rows of the input, from 0 on.' });
  if (recipe === null) return;
  const step = steps.find((number) => number >= recipe.steps.length);
  if (step !== undefined)
    throw new Fault('not-in-change-log', `There is no step ${step}; the cleansing had ${recipe.steps.length}, counted from 0.`, {
      place: { step },
    });
  if (!changesLayout(recipe.steps)) assertColumns(version, [...columns, ...cells.map(({ column }) => column)], 'The selection');
};
