import type { SuggestedStep } from '@millrace/contracts';
import { suggestRecipe } from '@millrace/engine';
import type { Command } from '../command-line/command';
import type { Output, ReadTable } from './output';
import { harmless, shown } from './shown';
import { writeWhole } from './write-whole';

const mostEvidence = 4;

const linesOf = ({ step, safe, confidence, evidence, expectedChanges, expectedRows, examples }: SuggestedStep): string[] => [
  `${safe ? 'safe ' : 'ask  '} ${step.step}: ${expectedRows > 0 ? `${expectedRows} rows aside` : `${expectedChanges} cells`}, confidence ${confidence.toFixed(3)}`,
  ...evidence.slice(0, mostEvidence).map((text) => `        ${harmless(text)}`),
  ...(evidence.length > mostEvidence ? [`        … and ${evidence.length - mostEvidence} more`] : []),
  ...examples.map(({ row, column, before, after }) => `        row ${row}, ${JSON.stringify(column)}: ${shown(before)} → ${shown(after)}`),
];

/** Prints the steps that a table seems to need, and writes the safe ones as a recipe. */
export const suggestFile = async (
  { workingCopyPath, ingest }: ReadTable,
  { json, recipe }: Extract<Command, { name: 'suggest' }>,
  { tell, print }: Output,
): Promise<void> => {
  const onProgress = (share: number) => tell(`looking ${Math.round(share * 100)} %`);
  const suggestion = suggestRecipe({ workingCopyPath, ingest, onProgress });
  if (recipe !== null) await writeWhole(recipe, `${JSON.stringify(suggestion.recipe, null, 2)}\n`);
  if (json) print(JSON.stringify(suggestion));
  else if (suggestion.steps.length === 0) print('nothing to cleanse was found');
  else for (const line of suggestion.steps.flatMap(linesOf)) print(line);
};
