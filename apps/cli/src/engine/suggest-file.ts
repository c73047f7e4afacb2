import { Fault, type SuggestedStep, type Suggestion } from '@millrace/contracts';
import { suggestRecipe } from '@millrace/engine';
import type { Command } from '../command-line/command';
import type { Output, ReadTable } from './output';
import { harmless, shown } from './shown';
import { writeWhole } from './write-whole';

const mostEvidence = 4;

const linesOf = ({ step, safe, confidence, evidence, expectedChanges, expectedRows, examples }: SuggestedStep, at: number): string[] => [
  `${safe ? 'safe ' : 'ask  '} ${at} ${step.step}: ${expectedRows > 0 ? `${expectedRows} rows aside` : `${expectedChanges} cells`}, confidence ${confidence.toFixed(3)}`,
  ...evidence.slice(0, mostEvidence).map((text) => `        ${harmless(text)}`),
  ...(evidence.length > mostEvidence ? [`        … and ${evidence.length - mostEvidence} more`] : []),
  ...examples.map(({ row, column, before, after }) => `        row ${row}, ${JSON.stringify(column)}: ${shown(before)} → ${shown(after)}`),
];

/** The safe steps and those that were accepted, in order. @throws Fault `validation-failed` for a number of no step */
const accepted = ({ recipe, steps }: Suggestion, accept: readonly number[] | 'all'): Suggestion['recipe'] => {
  const unknown = accept === 'all' ? undefined : accept.find((at) => at >= steps.length);
  if (unknown !== undefined)
    throw new Fault('validation-failed', `There is no step ${unknown}; ${steps.length} were found, counted from 0.`, {
      advice: 'Take the numbers that suggest prints.',
    });
  const taken = steps.filter(({ safe }, at) => safe || accept === 'all' || accept.includes(at));
  return { ...recipe, steps: taken.map(({ step }) => step) };
};

/** Prints the steps that a table seems to need, and writes the safe ones, and those that were accepted, as a recipe. */
export const suggestFile = async (
  { workingCopyPath, ingest }: ReadTable,
  { json, recipe, accept }: Extract<Command, { name: 'suggest' }>,
  { tell, print }: Output,
): Promise<void> => {
  const onProgress = (share: number) => tell(`looking ${Math.round(share * 100)} %`);
  const suggestion = suggestRecipe({ workingCopyPath, ingest, onProgress });
  if (recipe !== null) await writeWhole(recipe, `${JSON.stringify(accepted(suggestion, accept), null, 2)}\n`);
  if (json) print(JSON.stringify(suggestion));
  else if (suggestion.steps.length === 0) print('nothing to cleanse was found');
  else {
    for (const line of suggestion.steps.flatMap(linesOf)) print(line);
    const asked = suggestion.steps.flatMap(({ safe }, at) => (safe ? [] : [at]));
    if (asked.length > 0 && recipe === null) print(`to take steps that wait for a yes: --recipe FILE.json --accept ${asked.join(',')}`);
  }
};
