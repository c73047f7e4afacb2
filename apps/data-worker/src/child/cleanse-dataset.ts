import { cleanseWithin, obeyPolicy, suggestRecipe } from '@millrace/engine';
import { basename, join } from 'node:path';
import type { ResultFile } from './protocol';
import type { UseCase } from './use-case';

const file = (kind: ResultFile['kind'], path: string, mediaType: string): ResultFile => ({
  kind,
  path,
  fileName: basename(path),
  mediaType,
});

/** Job `dataset.cleanse`: the table by a recipe, with every changed cell in a log and every row that left in the quarantine. */
export const cleanseDataset: UseCase<'dataset.cleanse'> = async ({ table, parameters, outputDir, limits, onProgress }) => {
  const recipe =
    parameters.recipe === 'suggested' ? suggestRecipe({ workingCopyPath: table.path, ingest: table.ingest }).recipe : parameters.recipe;
  const { hiding } = parameters;
  const { output, changes, quarantine, rowsIn, rowsOut } = await cleanseWithin({
    workingCopyPath: table.path,
    ingest: table.ingest,
    recipe: hiding ? obeyPolicy(recipe, table.ingest.columns, hiding.columns, hiding.key) : recipe,
    ...(table.sourcePath !== null && { source: { path: table.sourcePath } }),
    outputDir,
    ...(parameters.lane && { lane: parameters.lane }),
    memoryBytes: limits.memoryBytes,
    spill: { path: join(outputDir, 'spill'), quotaBytes: limits.spillBytes },
    onProgress: (fraction) => onProgress('cleanse', fraction),
  });
  return {
    files: [
      { kind: 'cleansed', ...output },
      file('changes', changes.ndjsonPath, 'application/x-ndjson'),
      file('changeLog', changes.parquetPath, 'application/vnd.apache.parquet'),
      file('quarantine', quarantine.ndjsonPath, 'application/x-ndjson'),
    ],
    summary: { rowsIn, rowsOut, changes: changes.count, quarantined: quarantine.count },
    findings: [],
    metrics: [],
  };
};
