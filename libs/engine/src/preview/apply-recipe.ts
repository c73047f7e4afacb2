import { Fault, type PreviewedStep, type Recipe } from '@millrace/contracts';
import type { ColumnChanges } from '../cleanse/change-log';
import { columnsAfter } from '../cleanse/layout';
import { runSteps } from '../cleanse/run-steps';
import type { Suggested } from '../cleanse/suggestions/write-suggestions';
import type { Table } from '../cleanse/table';
import { describeChanges } from './describe-changes';
import { PreviewLog } from './preview-log';

/** A recipe that was applied, and nothing of it published. */
export interface Applied {
  readonly steps: readonly PreviewedStep[];
  /** By name of the column: what the invariants ask for. */
  readonly changes: ReadonlyMap<string, ColumnChanges>;
  readonly changedRows: number;
  /** Changes that steps are not sure enough of. */
  readonly suggested: readonly Suggested[];
  /** What ended it before its last step. */
  readonly broken: Fault | null;
  readonly milliseconds: number;
}

/** What a step did to the columns, by the names that they had then. */
const layoutOf = ({ columns, layout }: Table, at: number): Pick<PreviewedStep, 'added' | 'dropped' | 'renamed'> => {
  const own = layout.flatMap((change, place) =>
    change.step === at ? [{ change, now: columnsAfter(columns, layout.slice(0, place)) }] : [],
  );
  const nameIn = (now: Table['columns'], position: number) => now.find((column) => column.position === position)?.name ?? '';
  return {
    added: own.flatMap(({ change }) => (change.kind === 'add' ? [change.name] : [])),
    dropped: own.flatMap(({ change, now }) => (change.kind === 'drop' ? [nameIn(now, change.position)] : [])),
    renamed: own.flatMap(({ change, now }) => (change.kind === 'rename' ? [{ from: nameIn(now, change.position), to: change.name }] : [])),
  };
};

/** @returns the fault by which an invariant has ended it */
const run = async (table: Table, recipe: Recipe, log: PreviewLog, onStep: (done: number) => void): Promise<Fault | null> => {
  try {
    await runSteps(table, recipe.steps, log, onStep);
    return null;
  } catch (error) {
    if (error instanceof Fault && error.code === 'invariant-broken') return error;
    throw error;
  }
};

/**
 * Runs the steps of a recipe as a cleansing does, and tells what each one did. One that would break an invariant is the last.
 * @param table changed by the steps
 * @throws Fault as the steps do, but for `invariant-broken`
 */
export const applyRecipe = async (table: Table, recipe: Recipe, onStep: (done: number) => void): Promise<Applied> => {
  const log = new PreviewLog(table, recipe);
  const took = new Map<number, number>();
  let [since, suggesting] = [performance.now(), 0];
  const startedAt = since;
  const broken = await run(table, recipe, log, (done) => {
    took.set(done - 1, performance.now() - since - (log.suggestions.time - suggesting));
    [since, suggesting] = [performance.now(), log.suggestions.time];
    onStep(done);
  });
  const milliseconds = performance.now() - startedAt - log.suggestions.time;
  const changes = log.all();
  const told = recipe.steps.slice(0, broken?.place?.step ?? recipe.steps.length);
  const steps = told.map((step, at): PreviewedStep => {
    const { cells = 0, rows = 0, examples: suggested = [] } = log.suggestions.of(at) ?? {};
    const removedRows = log.removedBy(at);
    return {
      stepName: step.step,
      ...describeChanges(changes, at),
      ...layoutOf(table, at),
      removedRows,
      suggestions: step.step === 'mergeRecords' ? Math.max(0, rows - removedRows) : cells,
      suggested,
      removed: log.examplesOf(at),
      milliseconds: Math.max(0, took.get(at) ?? 0),
    };
  });
  return {
    steps,
    changes: log.byColumn(),
    changedRows: changes.getColumn('row').nUnique(),
    suggested: log.suggestions.listed(told, log.hidden),
    broken,
    milliseconds,
  };
};
