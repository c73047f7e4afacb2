import type { Ingest, LayoutChange, Manifest, Recipe } from '@millrace/contracts';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { frameBytes, releaseAfter } from '../columnar/release-memory';
import { RowShapes } from '../ingest/row-shapes';
import { runSteps, type RunLog } from './run-steps';
import { leftOut, outputColumns } from './output-columns';
import { ChangeLog } from './change-log';
import { HiddenColumns } from './hidden-columns';
import { everyColumn } from './layout';
import { loadTable } from './load-table';
import { QuarantineLog } from './quarantine-log';
import { checkInvariants } from './invariants/check-invariants';
import { inputCells } from './invariants/input-cells';
import { selectColumns } from './select/select-columns';
import { withTaken, type Selection } from './select/taken-columns';
import { keepForUndo, type SourceFile } from '../undo/keep-for-undo';
import { manifestOf } from './manifest-of';
import { SuggestionBook } from './suggestions/suggestion-book';
import { writeSuggestions, type WrittenSuggestions } from './suggestions/write-suggestions';
import type { Table } from './table';
import { outputOf, writeOutput, type Output } from './write-output';

export interface CleanseRequest {
  readonly workingCopyPath: string;
  readonly ingest: Ingest;
  readonly recipe: Recipe;
  /** Which columns its selectors take; left out, names alone tell. */
  readonly selection?: Selection;
  /** What the working copy was made of: with it, the cleansing can be taken back byte for byte. */
  readonly source?: SourceFile;
  /** Where to write the changes that steps are not sure enough of; left out, nobody looks for them, which takes such steps a second time. */
  readonly suggestionsPath?: string | undefined;
  /** Where all outputs go. */
  readonly outputDir: string;
  readonly onProgress?: (fraction: number) => void;
}

export interface Cleansed {
  readonly output: Output & { readonly path: string };
  /** The change log, as Parquet and as JSON lines in order of rows. */
  readonly changes: { readonly parquetPath: string; readonly ndjsonPath: string; readonly count: number };
  readonly quarantine: { readonly ndjsonPath: string; readonly count: number };
  /** Changes that steps are not sure enough of; null where nobody has asked for them. */
  readonly suggestions: WrittenSuggestions | null;
  readonly rowsIn: number;
  readonly rowsOut: number;
  /** Names of the columns of the output, in order. */
  readonly columns: readonly string[];
  /** What was done to the columns of the input. */
  readonly layout: readonly LayoutChange[];
  /** By which the same bytes can be made again. */
  readonly manifest: Manifest;
}

/** A recipe whose selectors are told what they take. @throws Fault `unknown-column` */
export const recipeFor = ({ recipe, ingest, selection }: Pick<CleanseRequest, 'recipe' | 'ingest' | 'selection'>): Recipe => ({
  ...recipe,
  steps: withTaken(recipe.steps, selection ?? selectColumns(recipe.steps, ingest.columns, null)),
});

/** Awaits a check and the writing of a file. @throws what the check throws, or else the writing: the file is gone then */
const bothOrNone = async (checking: Promise<void>, writing: Promise<void>, path: string): Promise<void> => {
  await Promise.allSettled([checking, writing]);
  try {
    await checking;
    await writing;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
};

/**
 * Cleanses a working copy by a recipe. Every changed cell is in the change log and every row that leaves in the quarantine; the log carries what `undo` needs.
 * @throws Fault `unknown-column`, or `invariant-broken`, and nothing of what was written is left
 */
export const cleanse = async (request: CleanseRequest): Promise<Cleansed> => {
  const { workingCopyPath, ingest, source, suggestionsPath, outputDir, onProgress = () => undefined } = request;
  const recipe = recipeFor(request);
  const { steps } = recipe;
  const hidden = HiddenColumns.of(recipe, ingest.columns);
  const hiddenNames = new Set<string>();
  const [changes, quarantine] = [new ChangeLog(outputDir, hiddenNames), new QuarantineLog(outputDir, ingest, hidden)];
  const book = suggestionsPath === undefined ? null : new SuggestionBook();
  // While the table is read, steps run that look at single cells alone: those are sure of what they do.
  let whole: Table | null = null;
  const told: RunLog = {
    of: (at, step) => {
      if (whole) book?.look(whole, step, at);
      const stepName = step.step;
      return {
        change: (changed, column, more) => changes.add(changed, { step: at, stepName, column, ...more }),
        setAside: (leaving, reason) => quarantine.add(leaving, { step: at, stepName, reason }),
      };
    },
    mark: () => {
      const [changed, left] = [changes.mark(), quarantine.mark()];
      return () => {
        changed();
        left();
      };
    },
  };
  const { table, begun, absent } = await loadTable({ workingCopyPath, ingest }, steps, told);
  whole = table;
  const rowsIn = table.frame.height;
  await runSteps(table, steps, told, (done) => onProgress((done / (steps.length + 2)) * 0.9), begun);
  await releaseAfter(frameBytes(table.frame), 'major');
  const rowsOut = table.frame.height;
  const checking = checkInvariants({
    ingest,
    limits: recipe.limits ?? {},
    frame: table.frame,
    rowsIn,
    removed: quarantine.count,
    changes: changes.byColumn(),
    ...inputCells(workingCopyPath, table.frame, absent),
  });
  const output = outputOf(ingest);
  const path = join(outputDir, output.fileName);
  const written = outputColumns(ingest, table.layout);
  const shapes = RowShapes.in(workingCopyPath, ingest);
  // While cells are compared with those that came, a processor has little to do: what is written meanwhile goes again where a check fails.
  await bothOrNone(checking, writeOutput(table.frame, written, path, shapes), path);
  onProgress(0.95);
  for (const name of hidden.namesAmong(everyColumn(table.columns, table.layout))) hiddenNames.add(name);
  const found = book?.listed(steps, hiddenNames) ?? [];
  const suggestions = suggestionsPath === undefined ? null : await writeSuggestions(found, workingCopyPath, ingest, suggestionsPath);
  const log = changes.write();
  const [removed, dropped] = [quarantine.removed(), leftOut(table, hidden.positions)];
  const [removedPath, leftOutPath] = [join(outputDir, 'removed.parquet'), join(outputDir, 'left-out.parquet')];
  // Of a run before, which may have kept what this one hides.
  await Promise.all([removedPath, leftOutPath].map((made) => rm(made, { force: true })));
  removed?.writeParquet(removedPath);
  dropped?.writeParquet(leftOutPath);
  const hashes = await keepForUndo({
    ingest,
    steps: steps.length,
    layout: table.layout,
    leftOutPath: dropped && leftOutPath,
    shapes,
    source: source ?? null,
    hidden: [...hiddenNames],
    output: { path, rows: rowsOut },
    removedPath: removed && removedPath,
    changesPath: log.parquetPath,
    folder: outputDir,
  });
  const manifest = manifestOf(request, hashes, { rowsIn, rowsOut, changes: log.count, quarantined: quarantine.count });
  return {
    output: { ...output, path },
    changes: log,
    quarantine: await quarantine.write(),
    suggestions,
    rowsIn,
    rowsOut,
    columns: written.columns.map(({ name }) => name),
    layout: table.layout,
    manifest,
  };
};
