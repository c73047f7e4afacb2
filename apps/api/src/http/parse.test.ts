import { recipeSchema } from '@millrace/contracts';
import * as z from 'zod';
import { parse } from './parse';

const faultOf = (recipe: unknown): unknown => {
  try {
    return parse(z.object({ recipe: recipeSchema }), { recipe });
  } catch (error) {
    return error;
  }
};

it('names the step of a recipe that is wrong, and why it is', () => {
  const steps = [{ step: 'trimWhitespace' }, { step: 'replaceText', columns: ['a'], pattern: '(?=a)', replacement: '' }];
  expect(faultOf({ steps })).toMatchObject({
    code: 'invalid-recipe',
    message: expect.stringMatching(/^steps\[1\] \(replaceText\) pattern: .*look-around/),
    place: { step: 1, field: 'pattern' },
    evidence: { errors: [{ field: 'recipe.steps.1.pattern' }] },
  });
  expect(faultOf({ steps: [{ step: 'deriveColumn', expression: 'a +', into: 'b' }] })).toMatchObject({
    message: expect.stringMatching(/^steps\[0\] \(deriveColumn\) expression: .*"its end"/),
    place: { step: 0 },
  });
  expect(faultOf({ steps: [], name: 7 })).toMatchObject({ code: 'invalid-recipe', place: undefined });
});
