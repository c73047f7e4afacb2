import { Fault, previewSchema, sweptSchema, type Sweep } from '@millrace/contracts';
import type { StoredArtefact } from '@millrace/database';
import type { ObjectStore } from '@millrace/storage';
import * as z from 'zod';
import { artefactsOf } from '../runs/run-artefacts';
import type { Services } from '../services';

/** What of a stored preview stands in the table; the recipe has its step's name. */
const rowSchema = previewSchema.omit({ recipe: true, columns: true }).extend({
  swept: sweptSchema,
  recipe: z.object({ steps: z.array(z.looseObject({ step: z.string() })) }),
});
type StoredRow = z.output<typeof rowSchema>;
type Result = NonNullable<Sweep['values'][number]['result']>;

const read = async (storage: ObjectStore, { objectKey }: StoredArtefact): Promise<StoredRow> => {
  const { stream } = await storage.get(objectKey);
  return rowSchema.parse(JSON.parse(Buffer.concat((await stream.toArray()) as Buffer[]).toString('utf8')));
};

const resultOf = (row: StoredRow, artefactId: string): Result => {
  const { changedCells, changedRows, removedRows, rowsOut, suggestions, broken, cost, steps, swept } = row;
  const own = steps[swept.step];
  const ofStep = own && {
    changedCells: own.changedCells,
    changedRows: own.changedRows,
    removedRows: own.removedRows,
    suggestions: own.suggestions,
    confidence: own.confidence,
  };
  return { changedCells, changedRows, removedRows, rowsOut, suggestions, ofStep: ofStep ?? null, broken, cost, artefactId };
};

/** The table of a sweep, with a row for each value, as far as it has come. @throws Fault `not-found`, `conflict` while there is none of it yet */
export const readSweep = async (services: Services, tenantId: string, runId: string): Promise<Sweep> => {
  const { run, found } = await artefactsOf(services, tenantId, runId, 'preview');
  if (!run.kinds.includes('sweep')) throw new Fault('not-found', 'The run is no sweep.');
  const parameters = await services.runs.jobParameters(tenantId, runId);
  const values = await Promise.all(
    run.jobs.map(async ({ id, state }): Promise<{ row: StoredRow | null; value: Sweep['values'][number] }> => {
      const swept = z.object({ swept: sweptSchema }).parse(parameters.get(id)).swept;
      const artefact = found.find(({ jobId }) => jobId === id);
      if (artefact === undefined) return { row: null, value: { value: swept.value, state, result: null } };
      const row = await read(services.storage, artefact);
      return { row, value: { value: swept.value, state, result: resultOf(row, artefact.id) } };
    }),
  );
  const [first] = values.flatMap(({ row }) => row ?? []);
  if (first === undefined) throw new Fault('conflict', 'The sweep has tried no value yet.');
  const { step, parameter } = first.swept;
  return {
    schema: 'millrace.sweep/1',
    ...{ step, parameter, rows: first.rows, rowsLookedAt: first.rowsLookedAt },
    stepName: first.recipe.steps[step]?.step ?? '',
    isComplete: values.every(({ row }) => row !== null),
    values: values.map(({ value }) => value),
  };
};
