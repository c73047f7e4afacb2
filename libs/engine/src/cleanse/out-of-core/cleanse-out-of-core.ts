import { join } from 'node:path';
import { RowShapes } from '../../ingest/row-shapes';
import { keepForUndo } from '../../undo/keep-for-undo';
import { recipeFor, type Cleansed, type CleanseRequest } from '../cleanse';
import { HiddenColumns } from '../hidden-columns';
import { everyColumn } from '../layout';
import { manifestOf } from '../manifest-of';
import { columnsMade } from '../plan-steps';
import { mostRounds, unsettled } from '../run-steps';
import type { Effects } from '../settle/effects';
import { outputColumns } from '../output-columns';
import { SuggestionBook } from '../suggestions/suggestion-book';
import { writeSuggestions } from '../suggestions/write-suggestions';
import { outputOf } from '../write-output';
import { checkLimits } from './check-limits';
import { ChunkOutputs } from './chunk-outputs';
import { Chunks } from './chunks';
import { Disk } from './disk';
import { findFit } from './find-fit';
import { openRounds } from './open-rounds';
import { passOver, stepsBehind, stepsOfRound, type PassOutcome, type Turn } from './turns';

export interface CleanseOutOfCoreRequest extends CleanseRequest {
  /** Bytes that the process may take; null for no limit. */
  readonly memoryBytes: number | null;
  /** Where what is not held in memory goes, and the most that may lie there at once. */
  readonly spill: { readonly path: string; readonly quotaBytes: number };
}

/** One cleansing of a table that is never in memory as a whole. */
class Run {
  private readonly chunks: Chunks;
  private readonly disk: Disk;
  readonly shapes: RowShapes | null;
  turns: Turn[] = [];
  /** Null where nobody asks for what steps are not sure enough of. */
  readonly book: SuggestionBook | null;

  constructor(private readonly request: CleanseOutOfCoreRequest) {
    const { workingCopyPath, ingest, spill, suggestionsPath, memoryBytes } = request;
    this.book = suggestionsPath === undefined ? null : new SuggestionBook();
    this.chunks = new Chunks(workingCopyPath, ingest.columns.length, 1, memoryBytes);
    this.disk = new Disk(spill.path, spill.quotaBytes);
    this.shapes = RowShapes.in(workingCopyPath, ingest);
  }

  /** The turns of one more round behind those that there are; as many as before where nothing is left to do. */
  async nextRound(outcome: PassOutcome | null): Promise<Turn[]> {
    const { ingest, recipe, memoryBytes } = this.request;
    const { chunks, disk, book } = this;
    const turns = [...this.turns];
    let planned = stepsOfRound(recipe.steps, ingest, outcome?.layout ?? [], outcome?.effects ?? null);
    for (let next = planned[0]; next !== undefined; next = planned[0]) {
      const { at, step, cells } = next;
      const turn = { at, step, cells };
      const fit = await findFit({ chunks, ingest, disk, memoryBytes, turns, book }, turn);
      turns.push({ ...turn, fit });
      planned = planned.slice(1);
      if (step.step !== 'dropSparseColumns' || fit?.on !== 'columns' || planned.length === 0 || !fit.plan.drop?.length) continue;
      const { layout } = await passOver(chunks, ingest, turns);
      planned = stepsBehind(recipe.steps, ingest, layout, planned);
    }
    return turns;
  }

  /** What becomes of the table, and whether its steps may find more to do in that. */
  async write(): Promise<{ readonly outputs: ChunkOutputs; readonly outcome: PassOutcome; readonly isOpen: boolean }> {
    const { ingest, recipe, outputDir } = this.request;
    const outputs = await ChunkOutputs.in(
      join(outputDir, 'out-of-core'),
      ingest,
      this.disk,
      HiddenColumns.of(recipe, ingest.columns),
      everyColumn(ingest.columns, columnsMade(recipe.steps, ingest.columns)),
      this.shapes,
    );
    const isOpenIn = openRounds(recipe.steps);
    let isMore = false;
    const outcome = await passOver(this.chunks, ingest, this.turns, {
      log: (turn, applied) => outputs.of(turn, applied),
      visit: async (table, input, effects) => {
        isMore ||= await isOpenIn(table, effects);
        await outputs.add(table, input);
      },
    });
    return { outputs, outcome, isOpen: isMore };
  }

  /** Adds rounds until one changes nothing. @returns whether any was added. @throws Fault `invariant-broken` */
  async settle(outcome: PassOutcome): Promise<boolean> {
    const first = this.turns.length;
    let last: { readonly effects: Effects[]; readonly layout: PassOutcome['layout'] } = outcome;
    for (let round = 0; round < mostRounds; round += 1) {
      const turns = await this.nextRound({ ...last, isChanged: true });
      const from = this.turns.length;
      if (turns.length === from) return from > first;
      const found = await passOver(this.chunks, this.request.ingest, turns, { from });
      if (!found.isChanged) return from > first;
      this.turns = turns;
      last = found;
    }
    throw unsettled(last.effects);
  }

  async check(outputs: ChunkOutputs): Promise<void> {
    const { chunks, disk, turns } = this;
    const { ingest, recipe } = this.request;
    await checkLimits({ chunks, disk, turns, ingest, limits: recipe.limits ?? {}, changes: outputs.byColumn });
  }
}

/**
 * Cleanses a working copy by a recipe, a row group at a time: the same table, change log, quarantine and manifest as in memory. What a step
 * has to know of the whole table is found first, in a pass of its own.
 * @throws Fault `needs-too-much-memory` with the name of a step that cannot, `disk-quota-exceeded`, and those of `cleanse`
 */
export const cleanseOutOfCore = async (request: CleanseOutOfCoreRequest): Promise<Cleansed> => {
  const { workingCopyPath, ingest, source, suggestionsPath, outputDir, onProgress = () => undefined } = request;
  const recipe = recipeFor(request);
  const run = new Run({ ...request, recipe });
  run.turns = await run.nextRound(null);
  onProgress(0.3);
  const written = await run.write();
  let { outputs, outcome } = written;
  onProgress(0.6);
  if (written.isOpen && (await run.settle(outcome))) ({ outputs, outcome } = await run.write());
  onProgress(0.8);
  await run.check(outputs);
  const { rowsOut, quarantined, changes, outputPath } = outputs;
  const { changesPath, removedPath, leftOutPath, ndjsonPath, quarantinePath } = await outputs.end();
  onProgress(0.95);
  const found = run.book?.listed(recipe.steps, outputs.names) ?? [];
  const suggestions = suggestionsPath === undefined ? null : await writeSuggestions(found, workingCopyPath, ingest, suggestionsPath);
  const hashes = await keepForUndo({
    ...{
      ingest,
      steps: recipe.steps.length,
      hidden: [...outputs.names],
      layout: [...outcome.layout],
      removedPath,
      leftOutPath,
      shapes: run.shapes,
      changesPath,
      source: source ?? null,
      folder: outputDir,
    },
    output: { path: outputPath, rows: rowsOut },
  });
  const rowsIn = ingest.rows;
  return {
    output: { ...outputOf(ingest), path: outputPath },
    changes: { parquetPath: changesPath, ndjsonPath, count: changes },
    quarantine: { ndjsonPath: quarantinePath, count: quarantined },
    suggestions,
    rowsIn,
    rowsOut,
    columns: outputColumns(ingest, outcome.layout).columns.map(({ name }) => name),
    layout: outcome.layout,
    manifest: manifestOf(request, hashes, { rowsIn, rowsOut, changes, quarantined }),
  };
};
