import type { Finding } from '@millrace/contracts';
import { cleanseTo, countChanges, obeyDecisions, obeyPairDecisions, obeyPolicy, suggestRecipe, type LeftOutStep } from '@millrace/engine';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ResultFile } from './protocol';
import type { UseCase } from './use-case';

const file = (kind: ResultFile['kind'], path: string, mediaType: string): ResultFile => ({
  kind,
  path,
  fileName: basename(path),
  mediaType,
});

const megabytes = (bytes: number): number => Math.ceil(bytes / 1024 ** 2);

const stepLeftOut = ({ step, columns, neededBytes, offeredBytes }: LeftOutStep): Finding => ({
  rule: 'stepLeftOut',
  severity: 'warning',
  column: null,
  message: `The suggested step ${step} was not done: it looks at ${columns} whole columns and needs ${megabytes(neededBytes)} MB for that; the job had ${megabytes(offeredBytes)} MB.`,
  measured: neededBytes,
  threshold: offeredBytes,
  count: 0,
  exampleRows: [],
  advice: 'Start a larger worker, or take the suggested recipe and let the step look at fewer columns.',
});

/** Job `dataset.cleanse`: the table by a recipe, with every changed cell in a log and every row that left in the quarantine. */
export const cleanseDataset: UseCase<'dataset.cleanse'> = async ({
  table,
  parameters,
  decidedChanges,
  decidedPairs,
  outputDir,
  limits,
  onProgress,
}) => {
  const chosen =
    parameters.recipe === 'suggested' ? suggestRecipe({ workingCopyPath: table.path, ingest: table.ingest }).recipe : parameters.recipe;
  const { hiding, manifest: wanted } = parameters;
  const hidden = hiding ? obeyPolicy(chosen, table.ingest.columns, hiding.columns, hiding.key) : chosen;
  // What a manifest says was made has to come out again: it has the decisions of then.
  const recipe = wanted
    ? hidden
    : obeyPairDecisions({
        workingCopyPath: table.path,
        ingest: table.ingest,
        recipe: obeyDecisions(hidden, table.ingest.columns, decidedChanges ?? []),
        decided: decidedPairs ?? [],
      });
  const suggestionsPath = join(outputDir, 'suggested-changes.ndjson');
  const { output, exported, changes, quarantine, suggestions, rowsIn, rowsOut, manifest, leftOut } = await cleanseTo({
    workingCopyPath: table.path,
    ingest: table.ingest,
    recipe,
    ...(table.sourcePath !== null && { source: { path: table.sourcePath } }),
    to: parameters.output,
    manifest: wanted,
    suggestionsPath,
    outputDir,
    lane: parameters.lane ?? 'memory',
    mayLeaveOut: parameters.recipe === 'suggested',
    memoryBytes: limits.memoryBytes,
    spill: { path: join(outputDir, 'spill'), quotaBytes: limits.spillBytes },
    onProgress: (fraction) => onProgress('cleanse', fraction),
  });
  const countsPath = join(outputDir, 'change-counts.json');
  await writeFile(countsPath, JSON.stringify(countChanges(changes.parquetPath)));
  const manifestPath = join(outputDir, 'manifest.json');
  await writeFile(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`);
  return {
    files: [
      { kind: 'cleansed', ...output },
      ...(exported === null ? [] : [{ kind: 'export', ...exported } as const]),
      file('changeCounts', countsPath, 'application/json'),
      file('manifest', manifestPath, 'application/json'),
      file('changes', changes.ndjsonPath, 'application/x-ndjson'),
      file('changeLog', changes.parquetPath, 'application/vnd.apache.parquet'),
      file('quarantine', quarantine.ndjsonPath, 'application/x-ndjson'),
      file('suggestedChanges', suggestionsPath, 'application/x-ndjson'),
    ],
    summary: { rowsIn, rowsOut, changes: changes.count, quarantined: quarantine.count, suggestions: suggestions?.count ?? 0 },
    findings: leftOut.map(stepLeftOut),
    metrics: [],
  };
};
