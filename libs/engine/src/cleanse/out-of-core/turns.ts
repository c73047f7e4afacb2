import type { Ingest, LayoutChange, Step } from '@millrace/contracts';
import pl, { type DataFrame } from 'nodejs-polars';
import type { AppliedStep } from '../apply-step';
import { everyColumn } from '../layout';
import { planSteps, type PlannedStep } from '../plan-steps';
import { applyRun } from '../apply-run';
import { leadingRun, type CellRun } from '../cell-run';
import { applyTurn, isChanged, namesLooked, notingEach } from '../run-steps';
import { isDone, isStale, noEffects, type Effects } from '../settle/effects';
import type { NamedStep } from '../step';
import { stepCompilers } from '../step-compilers';
import { tableOf, type StepLog, type Table } from '../table';
import type { Chunks } from './chunks';

/** A step that is applied to each chunk, with what it has found in the whole table where it looks at that. */
export type Turn = AppliedStep;

export const silent: StepLog = { change: () => undefined, setAside: () => undefined };

/** What applying turns to all chunks did. */
export interface PassOutcome {
  /** One for each turn, of all chunks together. */
  readonly effects: Effects[];
  /** What was done to the columns. */
  readonly layout: readonly LayoutChange[];
  /** Whether the turns from a given one on have left anything changed. */
  readonly isChanged: boolean;
}

interface Visits {
  /** Where a turn tells what it did to the chunk. */
  readonly log?: (at: number, turn: Turn) => StepLog;
  /** Is shown each chunk as it came and as it is after the last turn, and what the turns have done to it and those before it. */
  readonly visit?: (table: Table, input: DataFrame, effects: readonly Effects[]) => Promise<void> | void;
  /** From which turn on it is to be seen whether anything changes. */
  readonly from?: number;
}

const add = (sum: Effects, { written, emptied, removed, added, narrowed }: Effects): void => {
  for (const name of written) sum.written.add(name);
  for (const name of emptied) sum.emptied.add(name);
  sum.removed ||= removed;
  sum.added ||= added;
  sum.narrowed ||= narrowed;
};

/** The run that turns begin with: none of its steps is in it twice. Null where the first is none of a run. */
const beginning = (ingest: Ingest, turns: readonly Turn[]): { readonly run: CellRun; readonly length: number } | null => {
  const again = turns.findIndex(({ at }, place) => turns.slice(0, place).some((other) => other.at >= at));
  return leadingRun(tableOf(pl.DataFrame(), ingest), again < 0 ? turns : turns.slice(0, again));
};

/** Applies turns to a table chunk by chunk. */
export const passOver = async (
  chunks: Chunks,
  ingest: Ingest,
  turns: readonly Turn[],
  { log = () => silent, visit = () => undefined, from = turns.length }: Visits = {},
): Promise<PassOutcome> => {
  const begun = beginning(ingest, turns.slice(0, from));
  const first = begun?.length ?? 0;
  const placed = new Map(turns.slice(0, first).map((turn, place) => [turn.at, log(place, turn)]));
  const noted = notingEach(begun?.run.steps ?? [], { of: (at) => placed.get(at) ?? silent });
  const effects = [...noted.turns, ...turns.slice(first).map(({ at }) => noEffects(at))];
  let layout: readonly LayoutChange[] = [];
  let isOther = false;
  for await (const input of chunks.all()) {
    const table = tableOf(begun ? applyRun(input, begun.run, noted.logOf) : input, ingest);
    let before = { frame: table.frame, layout: 0 };
    for (const [at, turn] of turns.entries()) {
      if (at < first) continue;
      if (at === from) before = { frame: table.frame, layout: table.layout.length };
      // Nothing is left of the chunk but what its columns are.
      if (table.frame.height === 0 && stepCompilers[turn.step.step].on !== 'columns') continue;
      add(effects[at] ?? noEffects(at), await applyTurn(table, turn, log(at, turn)));
    }
    if (from < turns.length && !isOther) {
      const names = new Set(everyColumn(table.columns, table.layout).map(({ name }) => name));
      isOther = table.layout.length > before.layout || isChanged(before.frame, table, names);
    }
    layout = table.layout;
    await visit(table, input, effects);
  }
  return { effects, layout, isChanged: isOther };
};

type Ready = PlannedStep & { readonly step: NamedStep };

const readyFor = (steps: readonly Step[], ingest: Ingest, layout: readonly LayoutChange[]): Ready[] =>
  planSteps(steps, ingest.columns, layout).flatMap((one) => (one.step === null ? [] : [{ ...one, step: one.step }]));

/** Those of some steps that are left, as they are once columns have gone for what their cells were. */
export const stepsBehind = (
  steps: readonly Step[],
  ingest: Ingest,
  layout: readonly LayoutChange[],
  behind: readonly PlannedStep[],
): Ready[] => readyFor(steps, ingest, layout).filter(({ at }) => behind.some((one) => one.at === at));

/** The steps of one round that may find something to do: of the first all, later those that are stale, and what comes behind them. */
export const stepsOfRound = (
  steps: readonly Step[],
  ingest: Ingest,
  layout: readonly LayoutChange[],
  done: readonly Effects[] | null,
): Ready[] => {
  const planned = readyFor(steps, ingest, layout);
  if (done === null) return planned;
  const table = { columns: ingest.columns, layout: [...layout] };
  const first = planned.findIndex(({ step, at }) => !isDone(step) && isStale(step, at, namesLooked(table, step, at), done));
  return first < 0 ? [] : planned.slice(first).filter(({ step }) => !isDone(step));
};
