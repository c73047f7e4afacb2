import { suggestRecipe } from '@millrace/engine';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UseCase } from './use-case';

/** Job `dataset.suggest`: a recipe for the table with the evidence of each step. */
export const suggestDatasetRecipe: UseCase<'dataset.suggest'> = async ({ table, outputDir, onProgress }) => {
  const suggestion = suggestRecipe({
    workingCopyPath: table.path,
    ingest: table.ingest,
    onProgress: (fraction) => onProgress('suggest', fraction),
  });
  const path = join(outputDir, 'suggestion.json');
  await writeFile(path, JSON.stringify(suggestion));
  const safe = suggestion.steps.filter((step) => step.safe);
  return {
    files: [{ kind: 'suggestion', path, fileName: 'suggestion.json', mediaType: 'application/json' }],
    summary: {
      rows: suggestion.rows,
      steps: suggestion.steps.length,
      safeSteps: safe.length,
      expectedChanges: safe.reduce((sum, { expectedChanges }) => sum + expectedChanges, 0),
    },
    findings: [],
    metrics: [],
  };
};
