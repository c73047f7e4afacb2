import pl, { type DataFrame } from 'nodejs-polars';
import { releaseMemory } from '../../columnar/release-memory';
import { cell } from '../../ingest/working-copy';
import { broken, type Invariant } from './invariant';
import { someColumns } from './some-columns';

const nullCounts = (frame: DataFrame, names: readonly string[]): Record<string, number> => {
  const [counts = {}] = frame
    .lazy()
    .select(
      pl
        .col([...names])
        .isNull()
        .sum()
        .cast(pl.Float64),
    )
    .collectSync()
    .toRecords() as Record<string, number>[];
  return counts;
};

/** No cell is absent that was there, unless a step says that it empties cells and has logged it. */
export const newNulls: Invariant = async ({ ingest, frame, changes, stayedIn }) => {
  const changed = ingest.columns.filter(({ name }) => changes.has(name));
  for (const some of someColumns(changed, frame.height)) {
    const names = some.map(({ position }) => cell(position));
    const [before, after] = [nullCounts(stayedIn(some.map(({ position }) => position)), names), nullCounts(frame, names)];
    await releaseMemory();
    for (const { position, name } of some) {
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
  }
};
