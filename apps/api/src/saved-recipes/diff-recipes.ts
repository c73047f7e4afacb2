import type { Recipe, RecipeDiff } from '@millrace/contracts';

type Steps = Recipe['steps'];
type Step = Steps[number];
type Entry = RecipeDiff['steps'][number];
type Json = NonNullable<Entry['parameters'][number]['before']>;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
/** How much two steps have to do with each other: the same weighs more than one of the same name. */
const weight = (a: Step, b: Step): number => (same(a, b) ? 3 : a.step === b.step ? 1 : 0);

const parametersOf = (a: Step, b: Step): Entry['parameters'] => {
  const [before, after] = [a, b] as unknown as readonly Record<string, Json | undefined>[];
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names
    .filter((name) => !same(before?.[name], after?.[name]))
    .map((parameter) => ({
      parameter,
      ...(before?.[parameter] !== undefined && { before: before[parameter] }),
      ...(after?.[parameter] !== undefined && { after: after[parameter] }),
    }));
};

/** How much the best way to set all rests of two recipes beside each other weighs, by where the rests begin. */
const restWeights = (from: Steps, to: Steps): ((a: number, b: number) => number) => {
  const width = to.length + 1;
  const best = new Int32Array((from.length + 1) * width);
  const at = (a: number, b: number): number => best[a * width + b] ?? 0;
  for (const [a, before] of [...from.entries()].reverse())
    for (const [b, after] of [...to.entries()].reverse()) {
      const pair = weight(before, after);
      best[a * width + b] = Math.max(at(a + 1, b), at(a, b + 1), pair > 0 ? pair + at(a + 1, b + 1) : 0);
    }
  return at;
};

/** What has become of the steps of a recipe: both in their order, and as many as possible beside their like. */
export const diffSteps = (from: Steps, to: Steps): Entry[] => {
  const best = restWeights(from, to);
  const entries: Entry[] = [];
  let [a, b] = [0, 0];
  while (a < from.length || b < to.length) {
    const [before, after] = [from[a], to[b]];
    const pair = before && after ? weight(before, after) : 0;
    if (before && after && pair > 0 && best(a, b) === pair + best(a + 1, b + 1)) {
      const parameters = parametersOf(before, after);
      entries.push({ change: parameters.length === 0 ? 'same' : 'changed', stepName: after.step, from: a++, to: b++, parameters });
    } else if (before && (!after || best(a, b) === best(a + 1, b)))
      entries.push({ change: 'removed', stepName: before.step, from: a++, to: null, parameters: [] });
    else entries.push({ change: 'added', stepName: after?.step ?? '', from: null, to: b++, parameters: [] });
  }
  return entries;
};

/** How two versions of a recipe differ. */
export const diffRecipes = (name: string, from: { number: number; recipe: Recipe }, to: { number: number; recipe: Recipe }): RecipeDiff => {
  const steps = diffSteps(from.recipe.steps, to.recipe.steps);
  const limitsChanged = !same(from.recipe.limits, to.recipe.limits) || from.recipe.name !== to.recipe.name;
  const isSame = !limitsChanged && steps.every(({ change }) => change === 'same');
  return { name, from: from.number, to: to.number, isSame, limitsChanged, steps };
};
