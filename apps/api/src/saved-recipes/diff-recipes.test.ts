import { recipeSchema, type RecipeInput } from '@millrace/contracts';
import { diffRecipes, diffSteps } from './diff-recipes';

const steps = (...all: RecipeInput['steps']) => recipeSchema.parse({ steps: all }).steps;
const trim = { step: 'trimWhitespace' };
const nulls = { step: 'normaliseNulls' };
const drop = { step: 'dropDuplicates' };
const lower = (column: string) => ({ step: 'changeCase', columns: [column], to: 'lower' });
const told = (from: RecipeInput['steps'], to: RecipeInput['steps']) =>
  diffSteps(steps(...from), steps(...to)).map(({ change, stepName, from: a, to: b }) => [change, stepName, a, b]);

it('tells steps that came, went, and were changed, in order', () => {
  expect(told([trim, nulls, drop], [trim, lower('a'), drop])).toEqual([
    ['same', 'trimWhitespace', 0, 0],
    ['removed', 'normaliseNulls', 1, null],
    ['added', 'changeCase', null, 1],
    ['same', 'dropDuplicates', 2, 2],
  ]);
  expect(told([], [trim])).toEqual([['added', 'trimWhitespace', null, 0]]);
  expect(told([trim], [])).toEqual([['removed', 'trimWhitespace', 0, null]]);
});

it('sets steps beside those that are the same before those of the same name', () => {
  expect(told([lower('a'), lower('b')], [lower('b')])).toEqual([
    ['removed', 'changeCase', 0, null],
    ['same', 'changeCase', 1, 0],
  ]);
});

it('tells the parameters of a changed step', () => {
  const [changed] = diffSteps(steps(lower('a')), steps({ ...lower('b'), to: 'upper' }));
  expect(changed).toMatchObject({
    change: 'changed',
    parameters: [
      { parameter: 'columns', before: ['a'], after: ['b'] },
      { parameter: 'to', before: 'lower', after: 'upper' },
    ],
  });
});

it('tells limits from steps', () => {
  const from = { number: 1, recipe: recipeSchema.parse({ steps: [trim] }) };
  const to = { number: 2, recipe: recipeSchema.parse({ steps: [trim], limits: { changedShare: 1 } }) };
  expect(diffRecipes('r', from, to)).toMatchObject({ isSame: false, limitsChanged: true, steps: [{ change: 'same' }] });
  expect(diffRecipes('r', from, from)).toMatchObject({ isSame: true, limitsChanged: false });
});
