import { defaultChangedShare } from '@millrace/contracts';
import { broken, type Invariant } from './invariant';

/** Few cells make no share. */
const leastRows = 20;

/** Not too many cells of a column come to say something else. Steps that write the same otherwise are not counted. */
export const changedShare: Invariant = ({ limits, rowsIn, changes }) => {
  const limit = limits.changedShare ?? defaultChangedShare;
  if (rowsIn < leastRows && limits.changedShare === undefined) return;
  for (const [name, { restated }] of changes)
    if (restated > limit * rowsIn)
      throw broken('changedShare', `${restated} of ${rowsIn} cells of "${name}" would say something else; the limit is ${limit}.`, name, {
        column: name,
        changed: restated,
        rows: rowsIn,
        limit,
      });
};
