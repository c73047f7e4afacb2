import { Fault, type Ingest, type Recipe } from '@millrace/contracts';
import type { DataFrame } from 'nodejs-polars';
import { rm } from 'node:fs/promises';
import { checkInvariants } from '../cleanse/invariants/check-invariants';
import { ChangeLog } from '../cleanse/change-log';
import { outputColumns } from '../cleanse/output-columns';
import { runSteps } from '../cleanse/run-steps';
import { tableOf } from '../cleanse/table';
import { writeOutput } from '../cleanse/write-output';
import { sampleCells } from './sample-cells';

/** Rows on which a recipe costs no more than it does on none. */
const fewRows = 100;
/** With fewer rows, what each of them costs is lost in what the steps cost anyway. */
export const leastTimedRows = 30_000;

/** Milliseconds that a recipe takes anyway, and on so many rows: steps, checks and writing. */
export interface RecipeTimes {
  readonly anyway: number;
  readonly onRows: number;
  readonly rows: number;
}

const timeOf = async (frame: DataFrame, recipe: Recipe, ingest: Ingest, path: string): Promise<number> => {
  const startedAt = performance.now();
  const table = tableOf(frame, ingest);
  const log = new ChangeLog('', new Set());
  let removed = 0;
  await runSteps(table, recipe.steps, {
    of: (at, { step: stepName }) => ({
      change: (changed, column, more) => log.add(changed, { step: at, stepName, column, ...more }),
      setAside: (leaving) => (removed += leaving.height),
    }),
    mark: () => {
      const [takeBack, left] = [log.mark(), removed];
      return () => {
        takeBack();
        removed = left;
      };
    },
  });
  const read = { ingest, limits: recipe.limits ?? {}, rowsIn: frame.height };
  await checkInvariants({ ...read, frame: table.frame, removed, changes: log.byColumn(), ...sampleCells(frame, table.frame) });
  await writeOutput(table.frame, outputColumns(ingest, table.layout), path);
  return performance.now() - startedAt;
};

/** Times a recipe on some rows; null where it breaks on a part of them, which says nothing of the whole. @param path of a file that is gone afterwards */
export const timeRecipe = async (frame: DataFrame, recipe: Recipe, ingest: Ingest, path: string): Promise<RecipeTimes | null> => {
  const few = frame.head(fewRows);
  const once = (some: DataFrame) => timeOf(some, recipe, ingest, path);
  try {
    // The first time costs what no later one does.
    await once(few);
    const anyway = Math.min(await once(few), await once(few));
    return { anyway, onRows: await once(frame), rows: frame.height };
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  } finally {
    await rm(path, { force: true });
  }
};

/** Seconds that a recipe would take on so many rows. */
export const secondsFor = (rows: number, { anyway, onRows, rows: timed }: RecipeTimes): number =>
  Number(((anyway + (Math.max(0, onRows - anyway) * rows) / Math.max(1, timed)) / 1000).toPrecision(3));
