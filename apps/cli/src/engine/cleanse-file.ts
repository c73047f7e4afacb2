import { defaultRecipe, Fault, recipeSchema, type Recipe } from '@millrace/contracts';
import { cleanse, suggestRecipe } from '@millrace/engine';
import { copyFile, readFile } from 'node:fs/promises';
import type { Command } from '../command-line/command';
import type { Output, ReadTable } from './output';
import { writeQuarantine } from './write-quarantine';

/** @throws Fault `invalid-recipe` with each place that is wrong, `not-found` where there is no file */
const readRecipe = async (path: string | null): Promise<Recipe> => {
  if (path === null) return defaultRecipe();
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Fault('not-found', `There is no recipe ${path}.`, { advice: 'Check its path.' });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Fault('invalid-recipe', `${path} is not JSON.`);
  }
  const parsed = recipeSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new Fault('invalid-recipe', parsed.error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`).join('; '));
};

/** Cleanses a table, writes what was asked for, and prints the counts. */
export const cleanseFile = async (
  { workingCopyPath, ingest, source }: ReadTable,
  { json, recipe, out, changes, quarantine }: Extract<Command, { name: 'cleanse' }>,
  folder: string,
  { tell, print }: Output,
): Promise<void> => {
  const chosen = recipe === 'suggested' ? suggestRecipe({ workingCopyPath, ingest }).recipe : await readRecipe(recipe);
  tell('cleansing');
  const found = await cleanse({ workingCopyPath, ingest, recipe: chosen, outputDir: folder, ...(source && { source }) });
  const wanted = [
    [found.output.path, out],
    [found.changes.parquetPath, changes],
  ] as const;
  for (const [from, to] of wanted) if (to !== null) await copyFile(from, to);
  if (quarantine?.endsWith('.csv')) await writeQuarantine(found.quarantine.ndjsonPath, ingest, quarantine);
  else if (quarantine !== null) await copyFile(found.quarantine.ndjsonPath, quarantine);
  const counts = { rowsIn: found.rowsIn, rowsOut: found.rowsOut, changes: found.changes.count, quarantined: found.quarantine.count };
  const nothing = out === null ? ' (nothing written: give --out)' : '';
  print(
    json
      ? JSON.stringify(counts)
      : `${counts.rowsIn} rows in, ${counts.rowsOut} out, ${counts.quarantined} set aside, ${counts.changes} cells changed${nothing}`,
  );
};
