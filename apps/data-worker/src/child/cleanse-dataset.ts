import { recipeSchema } from '@millrace/contracts';
import { cleanse } from '@millrace/engine';
import { z } from 'zod';
import type { UseCase } from './use-case';

const parametersSchema = z.object({ recipe: recipeSchema });

export const cleanseDataset: UseCase = async (task, { path, ingest }, report) => {
  const { recipe } = parametersSchema.parse(task.parameters);
  const onProgress = (share: number) => {
    report({ stage: 'cleanse', fraction: 0.3 + 0.65 * share, rowsDone: Math.round(ingest.rows * share), rowsTotal: ingest.rows });
  };
  const { output, changes, quarantine, rowsIn, rowsOut } = await cleanse({
    workingCopyPath: path,
    ingest,
    recipe,
    outputDir: task.outputDir,
    onProgress,
  });
  return {
    files: [
      { kind: 'cleansed', ...output },
      { kind: 'changes', path: changes.ndjsonPath, fileName: 'changes.ndjson', mediaType: 'application/x-ndjson' },
      { kind: 'changeLog', path: changes.parquetPath, fileName: 'changes.parquet', mediaType: 'application/vnd.apache.parquet' },
      { kind: 'quarantine', path: quarantine.ndjsonPath, fileName: 'quarantine.ndjson', mediaType: 'application/x-ndjson' },
    ],
    summary: { rowsIn, rowsOut, changes: changes.count, quarantined: quarantine.count },
    findings: [],
    metrics: [],
  };
};
