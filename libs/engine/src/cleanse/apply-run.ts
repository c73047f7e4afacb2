import pl, { type DataFrame, type Series } from 'nodejs-polars';
import type { CellRun, RunColumn } from './cell-run';
import { assertNotEmptied } from './change-cells';
import { ColumnSet } from './column-set';
import { placeName, scatter } from './patch-cells';
import { anyOther, changeOf, isOther, isOtherInAll, lastOf, versionName } from './run-versions';
import type { StepLog } from './table';

const candidate = 'isCandidate';
const [isCandidate, placed, anyOfAll] = [pl.col(candidate), pl.col(placeName), pl.all().any()];

/** The cells of one column that the steps of a run may change, as they came and as each step leaves them. */
interface Versions {
  readonly frame: DataFrame;
  /** Whether each step has changed any. */
  readonly isChanged: readonly boolean[];
}

const firstRecord = (frame: DataFrame): Record<string, boolean | null> => (frame.toRecords() as Record<string, boolean | null>[])[0] ?? {};

/** Which cells of a frame any step of a run may change: booleans for each column that has some, null for one of which all may. */
const findCandidates = (frame: DataFrame, { columns, wheres }: CellRun): Map<string, Series | null> => {
  const all = columns.filter(({ isWhole }) => isWhole).map(({ name }) => name);
  const found = new Map<string, Series | null>(all.map((name) => [name, null]));
  if (wheres.length === 0) return found;
  const masks = frame
    .lazy()
    .select(...wheres)
    .collectSync();
  const any = firstRecord(masks.lazy().select(anyOfAll).collectSync());
  for (const name of masks.columns) if (any[name] === true) found.set(name, masks.getColumn(name));
  return found;
};

const versionsOf = (columns: ColumnSet, { name, versions }: RunColumn, mask: Series | null): Versions => {
  const cells = columns.only(name).withRowIndex(placeName);
  const some = mask === null ? cells.lazy() : cells.hstack<Series[]>([mask.alias(candidate)]).lazy().filter(isCandidate); // prettier-ignore
  const frame = versions
    .flat()
    .reduce((made, expression) => made.withColumn(expression), some)
    .collectSync();
  const steps = versions.slice(1).map((_, at) => at + 1);
  const any = firstRecord(frame.lazy().select(...steps.map(anyOther)).collectSync()); // prettier-ignore
  return { frame, isChanged: steps.map((step) => any[versionName(step)] === true) };
};

/** Puts the cells that a run has changed where they were. */
const putBack = (columns: ColumnSet, { name, isWhole, versions }: RunColumn, { frame }: Versions): void => {
  const steps = versions.length - 1;
  if (isWhole) columns.replace(name, frame.getColumn(versionName(steps)));
  else scatter(columns, name, frame.lazy().filter(isOtherInAll(steps)).select(placed, lastOf(steps)).collectSync());
};

/**
 * Applies the steps of a run to a frame. Each looks at a cell and at nothing beside it: so all cells are looked at once, those that any of
 * the steps may change are taken out, go through all of them, and are put back.
 * @param logOf where a step tells what it did, by its place in the recipe
 * @throws Fault `invariant-broken`
 */
export const applyRun = (frame: DataFrame, run: CellRun, logOf: (at: number) => StepLog): DataFrame => {
  const columns = new ColumnSet(frame);
  const candidates = findCandidates(frame, run);
  const found = new Map<string, Versions>();
  for (const column of run.columns) {
    const mask = candidates.get(column.name);
    if (mask !== undefined) found.set(column.name, versionsOf(columns, column, mask));
  }
  for (const { name, version, change, place } of run.changes) {
    const versions = found.get(name);
    if (versions?.isChanged[version - 1] !== true) continue;
    const changed = versions.frame
      .lazy()
      .filter(isOther(version))
      .select(...changeOf(version))
      .collectSync();
    if (!change.mayEmpty) assertNotEmptied(changed, place);
    logOf(place.at).change(changed, place.name, { confidence: change.confidence, reason: change.reason });
  }
  for (const column of run.columns) {
    const versions = found.get(column.name);
    if (versions?.isChanged.includes(true) === true) putBack(columns, column, versions);
  }
  return columns.whole();
};
