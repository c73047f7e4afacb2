import { obeyDecisions, obeyPairDecisions, previewRecipe, renderPreview, suggestRecipe } from '@millrace/engine';
import { join } from 'node:path';
import type { Command } from '../command-line/command';
import type { Output, ReadTable } from './output';
import { previewLines } from './preview-lines';
import { readDecisions } from './read-decisions';
import { readRecipe } from './read-recipe';
import { copyWhole, writeWhole } from './write-whole';

/** Prints what a recipe would do to a table. Answers the exit code: 1 where a cleansing would fail its checks. */
export const previewFile = async (
  { workingCopyPath, ingest, name }: ReadTable,
  { json, recipe, sample, report, suggestions, decisions }: Extract<Command, { name: 'preview' }>,
  folder: string,
  { tell, print }: Output,
): Promise<number> => {
  const chosen = recipe === 'suggested' ? suggestRecipe({ workingCopyPath, ingest }).recipe : (await readRecipe(recipe)).recipe;
  const decided = await readDecisions(decisions, ingest);
  const corrected = obeyDecisions(chosen, ingest.columns, decided.changes);
  const obeying = obeyPairDecisions({ workingCopyPath, ingest, recipe: corrected, decided: decided.pairs });
  const suggestionsPath = suggestions === null ? undefined : join(folder, 'suggested-changes.ndjson');
  const onProgress = (share: number) => tell(`trying ${Math.round(share * 100)} %`);
  const preview = await previewRecipe({
    ...{ workingCopyPath, ingest, recipe: obeying, sample, folder, onProgress },
    ...(suggestionsPath !== undefined && { suggestionsPath }),
  });
  if (suggestions !== null && suggestionsPath !== undefined) await copyWhole(suggestionsPath, suggestions);
  if (report !== null) await writeWhole(report, renderPreview(preview, name));
  if (json) print(JSON.stringify(preview));
  else for (const line of previewLines(preview, name)) print(line);
  return preview.broken === null ? 0 : 1;
};
