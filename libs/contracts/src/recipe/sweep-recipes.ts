import * as z from 'zod';
import { Fault } from '../faults/fault';
import type { Swept } from './preview';
import { recipeSchema } from './recipe';
import { sweepShape } from './sweep';

/** Which values of which parameter are tried. */
export const wantedSweepSchema = z.object(sweepShape);
export type WantedSweep = z.output<typeof wantedSweepSchema>;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object with a value put in, at a path. */
const withValue = (object: Record<string, unknown>, [name = '', ...inside]: readonly string[], value: unknown): Record<string, unknown> => {
  const own = object[name];
  return { ...object, [name]: inside.length === 0 ? value : withValue(isObject(own) ? own : {}, inside, value) };
};

const stepsSchema = z.object({ steps: z.array(z.record(z.string(), z.unknown())) }).loose();

/**
 * The recipes that a sweep tries, one a value.
 * @param recipe one that is valid, as it was sent: what a step's defaults are may hang on the parameter
 * @throws Fault `validation-failed` where there is no such step, or a value makes no recipe
 */
export const sweepRecipes = ({
  recipe,
  ...wanted
}: WantedSweep & { readonly recipe: unknown }): { readonly recipe: unknown; readonly swept: Swept }[] => {
  const { step, parameter, values } = wanted;
  const raw = stepsSchema.parse(recipe);
  const own = raw.steps[step];
  if (own === undefined) throw new Fault('validation-failed', `step: the recipe has ${raw.steps.length} steps, counted from 0.`);
  return values.map((value, at) => {
    const tried = { ...raw, steps: raw.steps.with(step, withValue(own, parameter.split('.'), value)) };
    const parsed = recipeSchema.safeParse(tried);
    if (parsed.success) return { recipe: tried, swept: { step, parameter, value } };
    const why = parsed.error.issues.map(({ path, message }) => `${path.slice(2).join('.')}: ${message}`).join('; ');
    throw new Fault('validation-failed', `values.${at}: the step would not be valid: ${why}`, { place: { step, field: parameter } });
  });
};
