import { Fault, recipeSchema, type sweepShape, type Swept } from '@millrace/contracts';
import * as z from 'zod';
import { parse } from '../http/parse';

type Wanted = z.output<z.ZodObject<typeof sweepShape>> & { readonly recipe?: unknown };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object with a value put in, at a path. */
const withValue = (object: Record<string, unknown>, [name = '', ...inside]: readonly string[], value: unknown): Record<string, unknown> => {
  const own = object[name];
  return { ...object, [name]: inside.length === 0 ? value : withValue(isObject(own) ? own : {}, inside, value) };
};

/**
 * The recipes that a sweep tries, one a value.
 * @throws Fault `validation-failed` where there is no such step, or a value makes no recipe; `invalid-recipe`, `unknown-step`
 */
export const sweepRecipes = ({ recipe, step, parameter, values }: Wanted): { readonly recipe: unknown; readonly swept: Swept }[] => {
  if (recipe === 'suggested') throw new Fault('validation-failed', 'recipe: a sweep needs to be told its steps; ask for a suggestion, and take the recipe of it.'); // prettier-ignore
  parse(z.object({ recipe: recipeSchema }), { recipe });
  // As it was sent: what a step's defaults are may hang on the parameter that is swept.
  const raw = recipe as { readonly steps: readonly Record<string, unknown>[] };
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
