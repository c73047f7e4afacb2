import type { Ingest, Recipe } from '@millrace/contracts';
import pl, { type DataFrame } from 'nodejs-polars';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { mostRounds } from '../cleanse/run-steps';
import { columnsLeft, factsByFirst, joinFacts, type ColumnFacts } from '../cleanse/select/column-facts';
import { findFacts } from '../cleanse/select/find-facts';
import { isSameSelection, looksAtCells, selectColumns } from '../cleanse/select/select-columns';
import { withTaken } from '../cleanse/select/taken-columns';
import type { StepColumn } from '../cleanse/step';
import type { Table } from '../cleanse/table';
import { cell, rowGroupSize } from '../ingest/working-copy';
import { applyRecipe, type Applied } from './apply-recipe';

interface Read {
  readonly ingest: Ingest;
  /** For files that are gone afterwards. */
  readonly folder: string;
  readonly onStep: (done: number) => void;
}

/** What the cells of a frame tell of columns, by the names that those had first. */
const factsOf = async (frame: DataFrame, columns: readonly StepColumn[], { ingest, folder }: Read): Promise<ColumnFacts> => {
  if (frame.height === 0) return new Map();
  const workingCopyPath = join(folder, 'looked-at.parquet');
  frame
    .lazy()
    .select(...columns.map(({ position }, at) => pl.col(cell(position)).cast(pl.Utf8).alias(cell(at))))
    .sinkParquet(workingCopyPath, { rowGroupSize: rowGroupSize({ width: columns.length, rows: frame.height, bytes: 0 }) })
    .collectSync();
  try {
    const read = { ...ingest, rows: frame.height, columns: columns.map(({ name }, position) => ({ position, name, jsonText: true })) };
    return await findFacts({ workingCopyPath, ingest: read }, { path: join(folder, 'facts'), quotaBytes: Infinity });
  } finally {
    await rm(workingCopyPath, { force: true });
  }
};

/**
 * Applies a recipe, its selectors by what the columns of the rows at hand are, as they come and as the recipe leaves them.
 * @param came the table
 * @param open makes it anew
 * @returns the table that became of it, and the recipe with what its selectors take
 */
export const applySelected = async (
  came: Table,
  open: () => Table,
  recipe: Recipe,
  read: Read,
): Promise<{ readonly table: Table; readonly applied: Applied; readonly selected: Recipe }> => {
  const { columns } = came;
  const isOfCells = looksAtCells(recipe.steps);
  let facts: ColumnFacts = isOfCells ? await factsOf(came.frame, columns, read) : new Map();
  for (let [round, table] = [1, came]; ; round += 1, table = open()) {
    const selection = selectColumns(recipe.steps, columns, facts);
    const selected = { ...recipe, steps: withTaken(recipe.steps, selection) };
    const applied = await applyRecipe(table, selected, read.onStep);
    if (selection.size === 0 || applied.broken || round === mostRounds) return { table, applied, selected };
    const left = columnsLeft(columns, table.layout);
    const seen: ColumnFacts = isOfCells ? await factsOf(table.frame, left, read) : new Map();
    facts = joinFacts(
      facts,
      factsByFirst(left, ({ name }) => seen.get(name)),
    );
    if (isSameSelection(selectColumns(recipe.steps, columns, facts), selection)) return { table, applied, selected };
  }
};
