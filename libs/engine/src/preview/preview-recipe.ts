import { defaultPreviewSample, Fault, type Ingest, type Preview, type PreviewSample, type Recipe } from '@millrace/contracts';
import { stat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkInvariants } from '../cleanse/invariants/check-invariants';
import { absentCells } from '../cleanse/invariants/absent-cells';
import { inputCells } from '../cleanse/invariants/input-cells';
import type { Outcome } from '../cleanse/invariants/invariant';
import { HiddenColumns } from '../cleanse/hidden-columns';
import { columnsAfter, everyColumn } from '../cleanse/layout';
import { writeSuggestions } from '../cleanse/suggestions/write-suggestions';
import { outputColumns } from '../cleanse/output-columns';
import type { StepColumn } from '../cleanse/step';
import { tableOf, type Table } from '../cleanse/table';
import { writeOutput } from '../cleanse/write-output';
import { RowShapes } from '../ingest/row-shapes';
import type { Applied } from './apply-recipe';
import { applySelected } from './apply-selected';
import { columnSummaries } from './column-summaries';
import { forgetPeak, peakMemory } from './peak-memory';
import { sampleCells } from './sample-cells';
import { allRows, takeSample } from './take-sample';
import { leastTimedRows, secondsFor, timeRecipe } from './time-recipe';

export interface PreviewRequest {
  readonly workingCopyPath: string;
  readonly ingest: Ingest;
  readonly recipe: Recipe;
  /** 10,000 rows where it is left out. */
  readonly sample?: PreviewSample;
  /** What a cleansing of the table is thought to take, for a preview that looks at a part of it. */
  readonly plannedBytes?: number | null;
  /** Where to write the changes that steps are not sure enough of, one by one; left out, they are only counted. */
  readonly suggestionsPath?: string;
  /** For files that are gone afterwards. */
  readonly folder: string;
  readonly onProgress?: (fraction: number) => void;
}

const mostColumns = 100;

/** @returns the fault where an invariant does not hold */
const brokenBy = async (outcome: Outcome): Promise<Fault | null> => {
  try {
    await checkInvariants(outcome);
    return null;
  } catch (error) {
    if (error instanceof Fault && error.code === 'invariant-broken') return error;
    throw error;
  }
};

interface Touched {
  readonly before: StepColumn | null;
  readonly after: StepColumn | null;
  readonly changedCells: number;
}

/** Columns that have changed cells, a new name, or are there only before or only after; the most changed first. */
const touchedColumns = ({ columns, layout }: Table, { steps }: Applied): Touched[] => {
  const [every, last] = [everyColumn(columns, layout), columnsAfter(columns, layout)];
  const cellsOf = (name: string) =>
    steps.reduce((sum, step) => sum + (step.columns.find(({ column }) => column === name)?.changedCells ?? 0), 0);
  const at = (all: readonly StepColumn[], position: number) => all.find((column) => column.position === position) ?? null;
  return every
    .map(({ position, name }) => ({ before: at(columns, position), after: at(last, position), changedCells: cellsOf(name) }))
    .filter(({ before, after, changedCells }) => changedCells > 0 || before?.name !== after?.name)
    .sort((a, b) => b.changedCells - a.changedCells);
};

const present = (columns: readonly (StepColumn | null)[]): StepColumn[] => columns.filter((column) => column !== null);

/**
 * What a recipe would do to a table, found by doing it to a sample or to the whole. Nothing is published: files of it are gone when it is
 * done. What would make a run fail its checks is told as `broken`.
 * @throws Fault `unknown-column`, `invalid-recipe`
 */
export const previewRecipe = async (request: PreviewRequest): Promise<Preview> => {
  const { workingCopyPath, ingest, recipe, sample = defaultPreviewSample, folder, onProgress = () => undefined } = request;
  const isWhole = sample === 'whole' || sample >= ingest.rows;
  const part = isWhole ? null : takeSample(workingCopyPath, ingest.rows, sample);
  forgetPeak();
  const open = (): Table => tableOf(part ?? allRows(workingCopyPath).collectSync(), ingest);
  const came = open();
  const rowsLookedAt = came.frame.height;
  const absent = absentCells(came.frame, ingest.columns);
  const onStep = (done: number) => onProgress((done / (recipe.steps.length + 1)) * 0.6);
  const { table, applied, selected } = await applySelected(came, open, recipe, { ingest, folder, onStep });
  if (request.suggestionsPath !== undefined) await writeSuggestions(applied.suggested, workingCopyPath, ingest, request.suggestionsPath);
  const removedRows = applied.steps.reduce((sum, step) => sum + step.removedRows, 0);
  const appliedAt = performance.now();
  const input = part === null ? inputCells(workingCopyPath, table.frame, absent) : sampleCells(part, table.frame);
  const { changes } = applied;
  const outcome = {
    ingest,
    limits: recipe.limits ?? {},
    frame: table.frame,
    rowsIn: rowsLookedAt,
    removed: removedRows,
    changes,
    ...input,
  };
  const broken = applied.broken ?? (await brokenBy(outcome));
  const path = join(folder, 'previewed');
  await writeOutput(table.frame, outputColumns(ingest, table.layout), path, RowShapes.in(workingCopyPath, ingest));
  const { size } = await stat(path);
  await rm(path);
  const taken = applied.milliseconds + performance.now() - appliedAt;
  const memoryBytes = isWhole ? peakMemory() : (request.plannedBytes ?? null);
  const timed = part && takeSample(workingCopyPath, ingest.rows, Math.max(part.height, leastTimedRows));
  const times = timed && (await timeRecipe(timed, selected, ingest, path));
  onProgress(0.8);
  const touched = touchedColumns(table, applied);
  const shown = touched.slice(0, mostColumns);
  const read = { ingest, folder };
  const rowsBefore = part?.lazy() ?? allRows(workingCopyPath);
  const { positions: hidden } = HiddenColumns.of(selected, ingest.columns);
  const seen = await columnSummaries(rowsBefore, rowsLookedAt, present(shown.map((column) => column.before)), read);
  // What a column was that is hidden, no preview keeps either.
  const before = new Map([...seen].map(([position, one]) => [position, hidden.has(position) ? { ...one, metrics: {}, top: [] } : one]));
  onProgress(0.9);
  const rowsOut = table.frame.height;
  const after = await columnSummaries(table.frame.lazy(), rowsOut, present(shown.map((column) => column.after)), read);
  const sum = (count: (step: Preview['steps'][number]) => number) => applied.steps.reduce((all, step) => all + count(step), 0);
  return {
    schema: 'millrace.preview/1',
    rows: ingest.rows,
    rowsLookedAt,
    recipe,
    steps: [...applied.steps],
    changedCells: sum((step) => step.changedCells),
    changedRows: applied.changedRows,
    removedRows,
    rowsOut,
    suggestions: sum((step) => step.suggestions),
    columns: shown.map((column) => ({
      changedCells: column.changedCells,
      before: before.get(column.before?.position ?? -1) ?? null,
      after: after.get(column.after?.position ?? -1) ?? null,
    })),
    columnsLeftOut: touched.length - shown.length,
    broken: broken?.toFailure('preview') ?? null,
    cost: {
      seconds: secondsFor(ingest.rows, times ?? { anyway: 0, onRows: taken, rows: rowsLookedAt }),
      memoryBytes,
      outputBytes: Math.round((size * ingest.rows) / Math.max(1, rowsLookedAt)),
    },
  };
};
