import * as z from 'zod';
import { recipeLimitsSchema } from './limits';
import { type Step, type StepName, stepNames, stepRegistry } from './step-registry';

const isStepName = (name: unknown): name is StepName => typeof name === 'string' && (stepNames as string[]).includes(name);

/** One step, parsed by the schema that its `step` names. */
export const stepSchema = z.looseObject({ step: z.string() }).transform((raw, context): Step => {
  if (!isStepName(raw.step)) {
    context.issues.push({
      code: 'custom',
      message: `unknown step; the steps are ${stepNames.join(', ')}`,
      input: raw,
      path: ['step'],
      params: { code: 'unknown-step' },
    });
    return z.NEVER;
  }
  const parsed = stepRegistry[raw.step].safeParse(raw);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: raw } as never);
  return z.NEVER;
});

/** Ordered steps, applied one after another. A limit whose name is not known would limit nothing: such names are refused. */
export const recipeSchema = z.strictObject({
  version: z.literal(1).default(1),
  name: z.string().max(200).optional(),
  steps: z.array(stepSchema).max(200),
  limits: recipeLimitsSchema.optional(),
  /** The change log keeps what steps hide, and can bring it back: keep it apart. Left out, nothing keeps it, and it is hidden for good. */
  keepHidden: z.boolean().optional(),
});
/** A recipe, or the one that is suggested for the very table. */
export const chosenRecipeSchema = z.union([z.literal('suggested'), recipeSchema]);
export type Recipe = z.output<typeof recipeSchema>;
export type RecipeInput = z.input<typeof recipeSchema>;

/** Tokens that say nothing else in any column: `NA` is a country, `none` an answer, and `-` the strand opposite `+`. */
const sureNullTokens = ['', 'null', 'n/a', '#n/a', '(null)', '\\n'];

/**
 * For a run that names no recipe: no text is changed into one that may mean anything else. Rows that repeat an earlier one in every cell are
 * set aside, with their reason, to be put back by whoever counts by them: a suggested recipe leaves that to a yes.
 */
export const defaultRecipe = (): Recipe =>
  recipeSchema.parse({
    name: 'default',
    steps: [{ step: 'trimWhitespace' }, { step: 'normaliseNulls', tokens: sureNullTokens }, { step: 'dropDuplicates' }],
  });
