import { mayTake, policySteps, selectorOf, type PolicyAction, type Recipe, type Step } from '@millrace/contracts';
import { columnsAfter, everyColumn, namesEver } from './layout';
import { columnsMade } from './plan-steps';
import { nothingKnown, selectColumns } from './select/select-columns';
import { withTaken } from './select/taken-columns';
import type { StepColumn } from './step';

const strength: readonly PolicyAction[] = ['allow', 'mask', 'hash', 'drop'];
const stronger = (a: PolicyAction, b: PolicyAction): PolicyAction => (strength.indexOf(a) >= strength.indexOf(b) ? a : b);

/** The names of the columns of which a step makes others. */
const sourcesOf = (step: Step | undefined, names: readonly string[]): readonly string[] => {
  if (step?.step === 'splitColumn' || step?.step === 'extractPattern') return [step.column];
  if (step?.step === 'mergeColumns') return step.columns;
  return step?.step === 'deriveColumn' ? names.filter((name) => step.expression.includes(name)) : [];
};

/**
 * A recipe that also does what a policy says, behind all else: to the columns that it names, under whatever names they are then, and to
 * those that are made of them. Columns that are to be hidden and that the recipe leaves out are left out for good; so are those that a step
 * leaves out for what its cells are, where one of them may be such a column.
 * @param columns of the table
 * @param policy actions by the names of columns as they come; names that are not there are passed over
 * @param key of the codes that `hash` writes
 */
export const obeyPolicy = (
  recipe: Recipe,
  columns: readonly StepColumn[],
  policy: Readonly<Record<string, PolicyAction>>,
  key: string,
): Recipe => {
  // What is left out for its cells is not known yet: it is taken to stay, and the steps of the policy pass it over where it does not.
  const layout = columnsMade(withTaken(recipe.steps, selectColumns(recipe.steps, columns, nothingKnown)), columns);
  const actions = new Map<number, PolicyAction>();
  for (const { name, position } of columns) if (Object.hasOwn(policy, name)) actions.set(position, policy[name] ?? 'allow');
  for (const [at, change] of layout.entries()) {
    if (change.kind !== 'add') continue;
    const before = columnsAfter(columns, layout.slice(0, at));
    const sources = sourcesOf(recipe.steps[change.step], before.map(({ name }) => name)); // prettier-ignore
    const own = before.filter(({ name }) => sources.includes(name)).map(({ position }) => actions.get(position) ?? 'allow');
    actions.set(change.position, own.reduce(stronger, 'allow'));
  }
  const isHidden = (position: number): boolean => (actions.get(position) ?? 'allow') !== 'allow';
  /** Under whatever name: a selector takes a column also for what the recipe leaves it as. */
  const mayDropHidden = (step: Step): boolean => {
    const selector = selectorOf(step);
    if (selector === undefined) return false;
    const hidden = everyColumn(columns, layout).filter(({ position }) => isHidden(position));
    return hidden.some((column) => namesEver(column, layout).some((name) => mayTake(selector, name)));
  };
  const steps = recipe.steps.map((step, at): Step => {
    const isDropping = layout.some((change) => change.kind === 'drop' && change.step === at && isHidden(change.position));
    return step.step === 'dropColumns' && (isDropping || mayDropHidden(step)) ? { ...step, forGood: true } : step;
  });
  const last = columnsAfter(columns, layout).map(({ name, position }) => [name, actions.get(position) ?? 'allow'] as const);
  return { ...recipe, steps: [...steps, ...policySteps(Object.fromEntries(last), key)] };
};
