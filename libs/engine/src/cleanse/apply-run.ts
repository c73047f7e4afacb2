import pl, { type DataFrame, type Series } from 'nodejs-polars';
import type { CellRun, RunColumn, RunGroup } from './cell-run';
import { assertNotEmptied } from './change-cells';
import { rowName } from './row-name';
import { anyOther, cellName, changeOf, isOther, isOtherInAll, lastOf, sourceName, versionName, whichName } from './run-versions';
import type { StepLog } from './table';

const anyOfAll = pl.all().any();

/** The cells of a group that its steps may change, column by column, as they came and as each step leaves them. */
interface Versions {
  readonly frame: DataFrame;
  /** Whether each step has changed any. */
  readonly isChanged: readonly boolean[];
}

/** Cells of one column among those of a group. */
interface Stretch {
  readonly column: RunColumn;
  readonly from: number;
  readonly length: number;
}

const firstRecord = (frame: DataFrame): Record<string, boolean | null> => (frame.toRecords() as Record<string, boolean | null>[])[0] ?? {};

const numbers = (column: Series): Uint32Array => column.toTypedArray() as Uint32Array;

/** Which cells of a frame any step of a run may change: booleans for each column that has some, null for one of which all may. */
const findCandidates = (frame: DataFrame, { groups, wheres }: CellRun): Map<string, Series | null> => {
  const all = groups.filter(({ isWhole }) => isWhole).flatMap(({ columns }) => columns);
  const found = new Map<string, Series | null>(all.map(({ name }) => [name, null]));
  if (wheres.length === 0) return found;
  const masks = frame
    .lazy()
    .select(...wheres)
    .collectSync();
  const any = firstRecord(masks.lazy().select(anyOfAll).collectSync());
  for (const name of masks.columns) if (any[name] === true) found.set(name, masks.getColumn(name));
  return found;
};

const joined = ([first, ...others]: readonly Series[]): Series | undefined => (others.length === 0 ? first : first && pl.concat([first, ...others])); // prettier-ignore

/** The cells of a group that may change, one column behind another; null where there are none. */
const cellsOf = (frame: DataFrame, { columns }: RunGroup, candidates: ReadonlyMap<string, Series | null>): DataFrame | null => {
  const rows = frame.getColumn(rowName);
  const taken = columns.flatMap(({ name }, which) => {
    const mask = candidates.get(name);
    if (mask === undefined) return [];
    const own = frame.getColumn(name).alias(cellName);
    return [mask === null ? { which, rows, cells: own } : { which, rows: rows.filter(mask), cells: own.filter(mask) }];
  });
  const [allRows, allCells] = [joined(taken.map((one) => one.rows)), joined(taken.map(({ cells }) => cells))];
  if (allRows === undefined || allCells === undefined) return null;
  const places = new Uint32Array(allCells.len());
  let at = 0;
  for (const { which, cells } of taken) places.fill(which, at, (at += cells.len()));
  return pl.DataFrame([pl.Series(whichName, places as never, pl.UInt32), allRows, allCells]);
};

const versionsOf = (cells: DataFrame, { versions }: RunGroup): Versions => {
  const frame = versions.reduce((made, expressions) => made.withColumns(...expressions), cells.lazy()).collectSync();
  const steps = versions.slice(1).map((_, at) => at + 1);
  const any = firstRecord(frame.lazy().select(...steps.map(anyOther)).collectSync()); // prettier-ignore
  return { frame, isChanged: steps.map((step) => any[versionName(step)] === true) };
};

const stretchesOf = ({ columns }: RunGroup, which: Uint32Array): Stretch[] => {
  const found: Stretch[] = [];
  for (let from = 0; from < which.length;) {
    const place = which[from] ?? 0;
    let end = from;
    while (end < which.length && which[end] === place) end += 1;
    const column = columns[place];
    if (column) found.push({ column, from, length: end - from });
    from = end;
  }
  return found;
};

/** What becomes of columns of a group, of all of them in one plan: what is new is put behind what was there, and each row takes its own. */
const newColumns = (frame: DataFrame, group: RunGroup, versions: Versions, first: number): DataFrame | null => {
  const steps = group.changes.size;
  const [only] = group.columns;
  if (group.isWhole && only) return pl.DataFrame([versions.frame.getColumn(versionName(steps)).alias(only.name)]);
  const net = versions.frame.lazy().filter(isOtherInAll(steps)).select(...lastOf(steps)).collectSync(); // prettier-ignore
  const stretches = stretchesOf(group, numbers(net.getColumn(whichName)));
  if (stretches.length === 0) return null;
  const names = stretches.map(({ column }) => column.name);
  const fresh = net.lazy().select(...stretches.map(({ column }) => column.fresh)).collectSync(); // prettier-ignore
  const [rows, changedRows] = [frame.height, numbers(net.getColumn('row'))];
  const sources = stretches.map(({ column, from, length }) => {
    const source = new Uint32Array(rows + changedRows.length);
    for (let row = 0; row < rows; row += 1) source[row] = row;
    for (let at = from; at < from + length; at += 1) source[(changedRows[at] ?? 0) - first] = rows + at;
    return pl.Series(sourceName(column.name), source as never, pl.UInt32);
  });
  return pl
    .concat([frame.select(...names), fresh], { rechunk: false, how: 'vertical' })
    .hstack<Series[]>(sources)
    .lazy()
    .select(...stretches.map(({ column }) => column.taken))
    .collectSync()
    .head(rows);
};

/** Puts the cells that a run has changed where they were. */
const putBack = (frame: DataFrame, found: ReadonlyMap<RunGroup, Versions>): DataFrame => {
  const [first = 0] = numbers(frame.getColumn(rowName).head(1));
  const made = [...found].flatMap(([group, versions]) =>
    versions.isChanged.includes(true) ? (newColumns(frame, group, versions, first) ?? []) : [],
  );
  if (made.length === 0) return frame;
  const { columns } = frame;
  const replaced = new Set(made.flatMap((one) => one.columns));
  const kept = frame.select(...columns.filter((name) => !replaced.has(name)));
  return pl.concat([kept, ...made], { how: 'horizontal' }).select(...columns);
};

interface Changes {
  /** As the log takes them. */
  readonly changed: DataFrame;
  readonly labels: { readonly confidence: number; readonly reason: string };
  /** No cell of the group is absent that may not be. */
  readonly isSound: boolean;
}

/** What a step of a run has changed, by name of the column in the frame. */
const changesOf = (run: CellRun, found: ReadonlyMap<RunGroup, Versions>, at: number): Map<string, Changes> => {
  const made = new Map<string, Changes>();
  for (const group of run.groups) {
    const [versions, placed] = [found.get(group), group.changes.get(at)];
    if (placed === undefined || versions?.isChanged[placed.version - 1] !== true) continue;
    const { confidence, reason, mayEmpty } = placed.change;
    const all = versions.frame
      .lazy()
      .filter(isOther(placed.version))
      .select(...changeOf(placed.version))
      .collectSync();
    const which = numbers(all.getColumn(whichName));
    const isSound = mayEmpty || all.getColumn('after').nullCount() === 0;
    const changes = all.drop(whichName);
    for (const { column, from, length } of stretchesOf(group, which))
      made.set(column.name, { changed: changes.slice(from, length), labels: { confidence, reason }, isSound });
  }
  return made;
};

/**
 * Applies the steps of a run to rows that follow one another in the input, all of a part. Each looks at a cell and at nothing beside it: so
 * all cells are looked at once, those that any of the steps may change are taken out, go through all of them, and are put back.
 * @param logOf where a step tells what it did, by its place in the recipe
 * @throws Fault `invariant-broken`
 */
export const applyRun = (frame: DataFrame, run: CellRun, logOf: (at: number) => StepLog): DataFrame => {
  if (frame.height === 0) return frame;
  const candidates = findCandidates(frame, run);
  const found = new Map<RunGroup, Versions>();
  for (const group of run.groups) {
    const cells = cellsOf(frame, group, candidates);
    if (cells) found.set(group, versionsOf(cells, group));
  }
  for (const { at, step, columns: touched } of run.steps) {
    const made = changesOf(run, found, at);
    const log = logOf(at);
    for (const { name, title } of touched) {
      const own = made.get(name);
      if (own === undefined) continue;
      if (!own.isSound) assertNotEmptied(own.changed, { step, at, name: title });
      log.change(own.changed, title, own.labels);
    }
  }
  return putBack(frame, found);
};
