import { defaultRecipe, Fault, recipeSchema, type RunKind } from '@millrace/contracts';
import type { NewJob } from '@millrace/database';
import { agentNeed, needOf } from '@millrace/jobs';
import { z } from 'zod';
import { parse } from '../http/parse';
import type { Services } from '../services';

const order: readonly RunKind[] = ['profile', 'cleanse', 'explain'];

/** The jobs of a run, each with its reservation. @throws Fault `invalid-recipe`, `unknown-step`, `validation-failed` */
export const planJobs = async (
  { hosts, config }: Services,
  kinds: readonly RunKind[],
  recipe: unknown,
  sourceBytes: number,
): Promise<NewJob[]> => {
  if (new Set(kinds).size < kinds.length) throw new Fault('validation-failed', 'A run has each kind once at most.');
  if (kinds.some((kind, at) => at > 0 && order.indexOf(kind) < order.indexOf(kinds[at - 1] ?? kind)))
    throw new Fault('validation-failed', `The kinds of a chain come in this order: ${order.join(', ')}.`);
  if (recipe !== undefined && !kinds.includes('cleanse')) throw new Fault('validation-failed', 'A recipe belongs to a run that cleanses.');
  const parsed = recipe === undefined ? defaultRecipe() : parse(z.object({ recipe: recipeSchema }), { recipe }).recipe;
  const need = needOf(sourceBytes, config.ADMISSION_FACTOR, await hosts.largestBudget());
  return kinds.map((kind) => ({
    kind,
    parameters: kind === 'cleanse' ? { recipe: parsed } : {},
    ...(kind === 'explain' ? agentNeed : need),
  }));
};
