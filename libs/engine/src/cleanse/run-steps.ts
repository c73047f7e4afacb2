import { Fault, type Step } from '@millrace/contracts';
import pl, { type DataFrame } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import { frameBytes, releaseAfter } from '../columnar/release-memory';
import { applyStepInParts, type AppliedStep } from './apply-step';
import { columnsOfStep } from './columns-of-step';
import { differs } from './differs';
import { columnsAfter, everyColumn } from './layout';
import { planSteps, type PlannedStep } from './plan-steps';
import { isDone, isStale, noEffects, writtenSince, type Effects } from './settle/effects';
import type { NamedStep } from './step';
import type { StepLog, Table } from './table';

/** A recipe that goes on to change something after so many rounds will do so for ever. */
export const mostRounds = 10;

/** Where all steps tell what they did. What was told since a mark can be taken back. */
export interface RunLog {
  readonly of: (at: number, step: NamedStep) => StepLog;
  readonly mark: () => () => void;
}

/** Tells what a step does to the log, and notes what of it other steps may have to look at again. */
const noting = (log: StepLog, effects: Effects): StepLog => ({
  change: (changed, column, labels) => {
    const emptied = changed.getColumn('after').nullCount();
    for (const name of typeof column === 'string' ? [column] : column) {
      if (emptied > 0) effects.emptied.add(name);
      if (emptied < changed.height) effects.written.add(name);
    }
    log.change(changed, column, labels);
  },
  setAside: (leaving, reason, order) => {
    effects.removed = true;
    log.setAside(leaving, reason, order);
  },
});

/** Steps that have been done already: what they did, and how many of the recipe they are. */
export interface Begun {
  readonly turns: readonly Effects[];
  readonly steps: number;
}

/** Where each of some steps tells what it does, with what is noted of it. */
export const notingEach = (
  steps: readonly { readonly at: number; readonly step: NamedStep }[],
  log: Pick<RunLog, 'of'>,
): { readonly turns: readonly Effects[]; readonly logOf: (at: number) => StepLog } => {
  const each = steps.map(({ at, step }) => {
    const effects = noEffects(at);
    return { at, effects, log: noting(log.of(at, step), effects) };
  });
  const none: StepLog = { change: () => undefined, setAside: () => undefined };
  return { turns: each.map(({ effects }) => effects), logOf: (at) => each.find((one) => one.at === at)?.log ?? none };
};

/** The first names of the columns that a step looks at. */
export const namesLooked = (table: Pick<Table, 'columns' | 'layout'>, step: NamedStep, at: number): string[] => {
  const every = new Map(everyColumn(table.columns, table.layout).map(({ position, name }) => [position, name]));
  const now = columnsAfter(table.columns, table.layout);
  // Columns that are to be left out need not be there any more.
  const looked =
    step.step === 'dropSparseColumns'
      ? now.filter(({ name }) => step.columns?.includes(name) ?? true).map(({ position }) => position)
      : columnsOfStep(step, at, now);
  return looked.map((position) => every.get(position) ?? '');
};

/** A step that looks at single cells, for those columns alone that have new ones since it ran. */
export const onlyWritten = (table: Table, step: NamedStep, at: number, turns: readonly Effects[]): NamedStep => {
  const written = writtenSince(step, at, turns);
  if (written === null) return step;
  const now = new Map(columnsAfter(table.columns, table.layout).map(({ position, name }) => [position, name]));
  const first = everyColumn(table.columns, table.layout).filter(({ name }) => written.has(name));
  const named = 'columns' in step ? step.columns : undefined;
  const columns = first.flatMap(({ position }) => now.get(position) ?? []).filter((name) => named?.includes(name) ?? true);
  return { ...step, columns } as NamedStep;
};

/** Applies a step and answers what it did. */
export const applyTurn = async (table: Table, applied: AppliedStep, log: StepLog): Promise<Effects> => {
  const effects = noEffects(applied.at);
  const before = table.layout.length;
  await applyStepInParts(table, applied, noting(log, effects));
  for (const change of table.layout.slice(before))
    if (change.kind === 'drop') effects.narrowed ||= applied.step.step === 'dropSparseColumns';
    else if (change.kind === 'add') {
      effects.added = true;
      effects.written.add(change.name);
    }
  return effects;
};

const anyOther = differs(pl.col('before'), pl.col('after')).any().alias('any');

/** Whether a frame is another one than before in some columns, those by their first names. */
export const isChanged = (before: DataFrame, table: Table, names: ReadonlySet<string>): boolean => {
  if (before.height !== table.frame.height) return true;
  return everyColumn(table.columns, table.layout).some(({ position, name }) => {
    if (!names.has(name)) return false;
    const pair = pl.DataFrame([before.getColumn(cell(position)).alias('before'), table.frame.getColumn(cell(position)).alias('after')]);
    const [found] = pair.lazy().select(anyOther).collectSync().toRecords() as { any: boolean | null }[];
    return found?.any === true;
  });
};

/** @throws Fault `invariant-broken`: the recipe would never be done */
export const unsettled = (turns: readonly Effects[]): Fault => {
  const last = turns.filter(({ written, emptied, removed }) => written.size + emptied.size > 0 || removed).at(-1);
  return new Fault('invariant-broken', `The recipe goes on to change what it has changed, after ${mostRounds} rounds, too.`, {
    advice: 'Steps undo what others do, or one finds something to do in what it has written: let its pattern not match that.',
    place: { ...(last && { step: last.at }) },
    evidence: { invariant: 'settled', rounds: mostRounds, columns: last ? [...last.written, ...last.emptied].slice(0, 20) : [] },
  });
};

/** The steps of a recipe as they are for a table. Which columns are too sparse to stay only the run tells: what comes behind is planned anew. */
function* plannedFor(table: Table, steps: readonly Step[], from = 0): Generator<PlannedStep> {
  let planned = planSteps(steps, table.columns, table.layout);
  for (let at = from; at < steps.length; at += 1) {
    const next = planned[at];
    if (next === undefined) return;
    const before = table.layout.length;
    yield next;
    if (next.step?.step === 'dropSparseColumns' && table.layout.length > before) planned = planSteps(steps, table.columns, table.layout);
  }
}

/**
 * Runs the steps of a recipe, one after another, and then those again that find something new to do in what later ones have left, until
 * nothing changes any more: so the recipe changes nothing on its own output.
 * @param begun what was done to the table before
 * @throws Fault `invariant-broken`, `unknown-column`, `invalid-recipe`
 */
export const runSteps = async (
  table: Table,
  steps: readonly Step[],
  log: RunLog,
  onStep: (done: number) => void = () => undefined,
  begun: Begun = { turns: [], steps: 0 },
): Promise<void> => {
  const turns: Effects[] = [...begun.turns];
  for (const planned of plannedFor(table, steps, begun.steps)) {
    const { at, step, cells } = planned;
    if (step !== null) turns.push(await applyTurn(table, { at, step, cells }, log.of(at, step)));
    await releaseAfter(frameBytes(table.frame));
    onStep(planned.at + 1);
  }
  for (let round = 0; round < mostRounds; round += 1) {
    const [frame, first, layout, takeBack] = [table.frame, turns.length, table.layout.length, log.mark()];
    for (const planned of plannedFor(table, steps)) {
      const { at, step, cells } = planned;
      if (step === null || isDone(step) || !isStale(step, at, namesLooked(table, step, at), turns)) continue;
      turns.push(await applyTurn(table, { at, step: onlyWritten(table, step, at, turns), cells }, log.of(at, step)));
      await releaseAfter(frameBytes(table.frame));
    }
    const made = turns.slice(first);
    if (made.length === 0) return;
    const names = new Set(made.flatMap(({ written, emptied }) => [...written, ...emptied]));
    if (table.layout.length === layout && !isChanged(frame, table, names)) {
      takeBack();
      table.frame = frame;
      return;
    }
  }
  throw unsettled(turns);
};
