import { cell } from '../../ingest/working-copy';
import { broken, type Invariant } from './invariant';
import { nullCounts } from './sums-of';

/** No cell is absent that was there, unless a step says that it empties cells and has logged it. */
export const newNulls: Invariant = ({ ingest, frame, changes, absentIn }) => {
  const changed = ingest.columns.filter(({ name }) => changes.has(name));
  if (changed.length === 0) return;
  const positions = changed.map(({ position }) => position);
  const [before, after] = [absentIn(positions), nullCounts(frame.select(...positions.map(cell)))];
  for (const { position, name } of changed) {
    const [absentBefore = 0, absentAfter = 0] = [before[cell(position)], after[cell(position)]];
    const emptied = changes.get(name)?.emptied ?? 0;
    if (absentAfter > absentBefore + emptied)
      throw broken('newNulls', `"${name}" has ${absentAfter - absentBefore} cells less; steps have emptied ${emptied}.`, name, {
        column: name,
        absentBefore,
        absentAfter,
        emptied,
      });
  }
};
