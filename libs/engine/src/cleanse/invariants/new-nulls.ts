import { cell } from '../../ingest/working-copy';
import { broken, type Invariant } from './invariant';

/** No cell is absent that was there, unless a step says that it empties cells and has logged it. */
export const newNulls: Invariant = ({ ingest, frame, changes, stayedOf }) => {
  for (const { position, name } of ingest.columns) {
    const changed = changes.get(name);
    if (!changed) continue;
    const [before, after] = [stayedOf(position).nullCount(), frame.getColumn(cell(position)).nullCount()];
    if (after > before + changed.emptied)
      throw broken('newNulls', `"${name}" has ${after - before} cells less; steps have emptied ${changed.emptied}.`, name, {
        column: name,
        absentBefore: before,
        absentAfter: after,
        emptied: changed.emptied,
      });
  }
};
