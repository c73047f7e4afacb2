import type { Preview } from '@millrace/contracts';
import { obeyDecisions, obeyPairDecisions, previewRecipe, renderPreview, suggestRecipe } from '@millrace/engine';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UseCase } from './use-case';

/** Job `dataset.preview`: what a recipe would do, as JSON and as a page. No table is published. */
export const previewDataset: UseCase<'dataset.preview'> = async ({
  table,
  parameters,
  decidedChanges,
  decidedPairs,
  outputDir,
  onProgress,
}) => {
  const { recipe, sample, plannedBytes, swept } = parameters;
  const { path: workingCopyPath, ingest } = table;
  const chosen = recipe === 'suggested' ? suggestRecipe({ workingCopyPath, ingest }).recipe : recipe;
  const obeyed = obeyPairDecisions({
    workingCopyPath,
    ingest,
    recipe: obeyDecisions(chosen, ingest.columns, decidedChanges ?? []),
    decided: decidedPairs ?? [],
  });
  const suggestionsPath = swept ? undefined : join(outputDir, 'suggested-changes.ndjson');
  const found: Preview = {
    ...(await previewRecipe({
      workingCopyPath,
      ingest,
      // What a sweep tries is named by the step's place: it takes the recipe as it is.
      recipe: swept ? chosen : obeyed,
      ...(suggestionsPath !== undefined && { suggestionsPath }),
      sample,
      plannedBytes,
      folder: outputDir,
      onProgress: (fraction) => onProgress('preview', fraction),
    })),
    ...(swept && { swept }),
  };
  const [path, pagePath] = [join(outputDir, 'preview.json'), join(outputDir, 'preview.html')];
  await Promise.all([writeFile(path, JSON.stringify(found)), writeFile(pagePath, renderPreview(found, table.datasetName))]);
  const { rows, rowsLookedAt, changedCells, changedRows, removedRows, suggestions, broken } = found;
  // The previews of a sweep differ in these: none of them speaks for the run.
  const counts = { changedCells, changedRows, removedRows, suggestions, broken: Number(broken !== null) };
  return {
    files: [
      { kind: 'preview', path, fileName: 'preview.json', mediaType: 'application/json' },
      { kind: 'report', path: pagePath, fileName: 'preview.html', mediaType: 'text/html' },
      ...(suggestionsPath === undefined
        ? []
        : [
            {
              kind: 'suggestedChanges',
              path: suggestionsPath,
              fileName: 'suggested-changes.ndjson',
              mediaType: 'application/x-ndjson',
            } as const,
          ]),
    ],
    summary: { rows, rowsLookedAt, ...(!swept && counts) },
    findings: [],
    metrics: [],
  };
};
