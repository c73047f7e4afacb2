import { Fault, type PreviewSample, type Swept } from '@millrace/contracts';
import type { NewJob, VersionSource } from '@millrace/database';
import type { TableEstimate } from '@millrace/jobs';
import { chosenRecipe } from '../runs/chosen-recipe';
import { estimateTable, storedTable, type StoredTable } from '../runs/estimate-table';
import { needFor } from '../runs/plan-jobs';
import type { Services } from '../services';

/** Some rows of a table, as an estimate. */
const partOf = (estimate: TableEstimate | null, sample: PreviewSample): TableEstimate | null => {
  if (estimate === null || sample === 'whole' || sample >= estimate.rows) return estimate;
  const share = sample / estimate.rows;
  const { textBytes, widestBytes } = estimate;
  return { ...estimate, rows: sample, textBytes: Math.round(textBytes * share), widestBytes: Math.round(widestBytes * share) };
};

/** What cleansing the whole table is thought to take, also where no worker offers that. */
const plannedFor = async (services: Services, table: StoredTable, estimate: TableEstimate | null): Promise<number | null> => {
  if (estimate === null) return null;
  try {
    const { reserved, lane } = await needFor(services, 'cleanse', table, estimate);
    return (lane === 'outOfCore' ? reserved.needBytes : reserved.estimateBytes) ?? null;
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'needs-too-much-memory') throw error;
    const needed = error.evidence?.['neededBytes'];
    return typeof needed === 'number' ? Math.round(needed) : null;
  }
};

export interface WantedPreview {
  readonly recipe: unknown;
  readonly swept?: Swept;
}

/**
 * The jobs that preview recipes, each with its reservation.
 * @throws Fault `invalid-recipe`, `unknown-step`, `needs-too-much-memory`
 */
export const planPreviews = async (
  services: Services,
  version: VersionSource,
  sample: PreviewSample,
  wanted: readonly WantedPreview[],
): Promise<NewJob[]> => {
  if (wanted.some(({ recipe }) => recipe === undefined)) throw new Fault('invalid-recipe', 'recipe: is what is to be previewed.');
  const parsed = wanted.map(({ recipe, swept }) => ({
    recipe: chosenRecipe(recipe).recipe,
    swept,
  }));
  const table = storedTable(version);
  const estimate = await estimateTable(services, table);
  const plannedBytes = await plannedFor(services, table, estimate);
  const { reserved } = await needFor(services, 'preview', table, partOf(estimate, sample));
  return parsed.map(({ recipe, swept }) => ({
    kind: swept ? 'sweep' : 'preview',
    parameters: { recipe, sample, plannedBytes, ...(swept && { swept }) },
    ...reserved,
  }));
};
