import type { Ingest, Step } from '@millrace/contracts';
import pl, { type DataFrame } from 'nodejs-polars';
import { applyRun } from './apply-run';
import { leadingRun } from './cell-run';
import { absentCells } from './invariants/absent-cells';
import { Chunks } from './out-of-core/chunks';
import { planSteps } from './plan-steps';
import { notingEach, type Begun, type RunLog } from './run-steps';
import { tableOf, type Table } from './table';

/** Row groups that are worked on together. */
const groupsAtOnce = 3;

export interface Loaded {
  readonly table: Table;
  readonly begun: Begun;
  /** For each cell of the input, in order of rows, whether it was absent. */
  readonly absent: DataFrame;
}

/**
 * Reads a working copy into memory, a part at a time, and does to each part what the first steps do that look at single cells alone: so no
 * cell of the table as it was is there beside one of the table as it is.
 * @throws Fault as the steps do
 */
export const loadTable = async (
  { workingCopyPath, ingest }: { readonly workingCopyPath: string; readonly ingest: Ingest },
  steps: readonly Step[],
  log: RunLog,
): Promise<Loaded> => {
  const { columns } = ingest;
  const empty = tableOf(pl.DataFrame(), ingest);
  const leading = leadingRun(empty, planSteps(steps, columns, empty.layout));
  const noted = notingEach(leading?.run.steps ?? [], log);
  const [frames, absent]: [DataFrame[], DataFrame[]] = [[], []];
  for await (const part of new Chunks(workingCopyPath, columns.length, groupsAtOnce).all()) {
    absent.push(absentCells(part, columns));
    frames.push(leading ? applyRun(part, leading.run, noted.logOf) : part);
  }
  const frame = pl.concat(frames, { rechunk: false, how: 'vertical' });
  return {
    table: { ...empty, frame },
    begun: { turns: noted.turns, steps: leading?.length ?? 0 },
    absent: pl.concat(absent),
  };
};
