import { recipeSchema, sweepRecipes, type Preview } from '@millrace/contracts';
import { previewRecipe } from '@millrace/engine';
import type { Command } from '../command-line/command';
import type { Output, ReadTable } from './output';
import { readRecipe } from './read-recipe';

type Previewing = Extract<Command, { name: 'preview' }>;
type Wanted = Pick<Previewing, 'json' | 'recipe' | 'sample'> & { readonly sweep: NonNullable<Previewing['sweep']> };

const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 7 });
const headers = ['value', 'cells', 'rows aside', 'not sure enough', 'seconds', 'would fail'];
const rowOf = ({ swept, changedCells, removedRows, suggestions, cost, broken }: Preview): string[] => [
  JSON.stringify(swept?.value),
  ...[changedCells, removedRows, suggestions, cost.seconds].map((one) => number.format(one)),
  broken === null ? 'no' : 'yes',
];

/** Prints what a recipe would do for each of some values of a parameter. Answers the exit code: 1 where a cleansing by any would fail. */
export const sweepFile = async (
  { workingCopyPath, ingest }: ReadTable,
  { json, recipe, sample, sweep }: Wanted,
  folder: string,
  { tell, print }: Output,
): Promise<number> => {
  const { asWritten } = await readRecipe(recipe);
  const previews: Preview[] = [];
  for (const { recipe: tried, swept } of sweepRecipes({ ...sweep, recipe: asWritten })) {
    tell(`trying ${swept.parameter} ${JSON.stringify(swept.value)}`);
    previews.push({ ...(await previewRecipe({ workingCopyPath, ingest, recipe: recipeSchema.parse(tried), sample, folder })), swept });
  }
  if (json) print(JSON.stringify(previews));
  else {
    const rows = [headers, ...previews.map(rowOf)];
    const widths = headers.map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
    for (const row of rows)
      print(
        row
          .map((text, at) => text.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd(),
      );
  }
  return previews.every(({ broken }) => broken === null) ? 0 : 1;
};
