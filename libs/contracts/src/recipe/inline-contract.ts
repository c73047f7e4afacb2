import { Fault } from '../faults/fault';
import type { Contract } from '../rules/contract';
import { isRowRule, notOfRows } from '../rules/row-rules';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The step with the contract's rules in the place of its name. */
const inlined = (step: Record<string, unknown>, at: number, contract: Contract | null): Record<string, unknown> => {
  const others = Object.fromEntries(Object.entries(step).filter(([name]) => name !== 'contract'));
  const place = { step: at, field: 'contract' };
  if (contract === null)
    throw new Fault('invalid-recipe', `steps[${at}] (quarantineRows) goes by the dataset's contract, and it has none.`, {
      advice: 'Accept rules as its contract first, or give the step `rules`.',
      place,
    });
  const failing = contract.rules.flatMap(({ rule, severity }) => (severity === 'fail' ? [rule] : []));
  const [wrong] = failing.filter((rule) => !isRowRule(rule));
  if (wrong)
    throw new Fault(
      'invalid-recipe',
      `steps[${at}] (quarantineRows): the contract has a rule that cannot be said of one row: ${notOfRows(wrong)}.`,
      {
        advice: 'Give the step the other rules as `rules`, or accept that one with the severity "warn".',
        place,
      },
    );
  const rules = [...(Array.isArray(step['rules']) ? (step['rules'] as unknown[]) : []), ...failing];
  if (rules.length === 0)
    throw new Fault('invalid-recipe', `steps[${at}] (quarantineRows): no rule of the contract has the severity "fail".`, { place });
  return { ...others, rules };
};

const stepsOf = (recipe: unknown): readonly unknown[] => (isObject(recipe) && Array.isArray(recipe['steps']) ? recipe['steps'] : []);
const goesBy = (step: unknown): step is Record<string, unknown> =>
  isObject(step) && step['step'] === 'quarantineRows' && step['contract'] === true;

/** Whether a recipe, as it was sent, has a step that goes by the contract of its dataset. */
export const goesByContract = (recipe: unknown): boolean => stepsOf(recipe).some(goesBy);

/**
 * A recipe with the rules of the dataset's contract in the steps that go by it, so that it says the same whatever becomes of the contract.
 * @param recipe as it was sent
 * @param contract null where the dataset has none
 * @throws Fault `invalid-recipe` with the step's place
 */
export const inlineContract = (recipe: unknown, contract: Contract | null): unknown => {
  if (!isObject(recipe) || !goesByContract(recipe)) return recipe;
  return { ...recipe, steps: stepsOf(recipe).map((step, at) => (goesBy(step) ? inlined(step, at, contract) : step)) };
};
