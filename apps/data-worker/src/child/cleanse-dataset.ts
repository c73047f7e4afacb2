import { cleanse, suggestRecipe } from '@millrace/engine';
import { basename } from 'node:path';
import type { ResultFile } from './protocol';
import type { UseCase } from './use-case';

const file = (kind: ResultFile['kind'], path: string, mediaType: string): ResultFile => ({
  kind,
  path,
  fileName: basename(path),
  mediaType,
});

/** Job `dataset.cleanse`: the table by a recipe, with every changed cell in a log and every row that left in the quarantine. */
export const cleanseDataset: UseCase<'dataset.cleanse'> = async ({ table, parameters, outputDir, onProgress }) => {
  const { output, changes, quarantine, rowsIn, rowsOut } = await cleanse({
    workingCopyPath: table.path,
    ingest: table.ingest,
    recipe:
      parameters.recipe === 'suggested' ? suggestRecipe({ workingCopyPath: table.path, ingest: table.ingest }).recipe : parameters.recipe,
    ...(table.sourcePath !== null && { source: { path: table.sourcePath } }),
    outputDir,
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
