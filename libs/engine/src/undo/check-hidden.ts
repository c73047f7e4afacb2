import { Fault, type UndoAccount, type UndoSelection } from '@millrace/contracts';
import pl from 'nodejs-polars';
import { everyColumn } from '../cleanse/layout';
import { isOneOf } from './select-changes';

/**
 * Nobody keeps what was hidden for good: all of a cleansing can not be taken back then, nor a step that has hidden, nor cells of such a
 * column. Where other changes of a row or step are taken back, hidden cells stay as they are.
 * @throws Fault `hidden-for-good`
 */
export const checkHidden = ({ hidden, layout, ingest }: UndoAccount, changesPath: string, selection: UndoSelection): void => {
  if (hidden.length === 0) return;
  const refuse = (what: string): Fault =>
    new Fault('hidden-for-good', `${what} cannot be taken back; hidden are: ${hidden.slice(0, 20).join(', ')}.`, {
      evidence: { columns: hidden },
    });
  if (selection === 'all') throw refuse('All of a cleansing that has hidden columns for good');
  const { columns = [], cells = [], steps = [] } = selection;
  const named = [...columns, ...cells.map(({ column }) => column)];
  if (named.some((name) => hidden.includes(name))) throw refuse('A column that was hidden for good');
  if (steps.length === 0) return;
  const positions = new Set(everyColumn(ingest.columns, layout).flatMap(({ name, position }) => (hidden.includes(name) ? [position] : [])));
  const isDropped = layout.some((change) => change.kind === 'drop' && steps.includes(change.step) && positions.has(change.position));
  const hides = pl
    .scanParquet(changesPath, { glob: false })
    .filter(pl.col('hidden').and(pl.col('after').isNotNull()).and(isOneOf('step', steps)))
    .select('row')
    .head(1)
    .collectSync().height;
  if (hides > 0 || isDropped) throw refuse('A step that has hidden columns for good');
};
