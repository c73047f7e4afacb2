import { recipeSchema } from './recipe';

describe('recipeSchema', () => {
  it('fills in the defaults of a step', () => {
    const { steps } = recipeSchema.parse({ steps: [{ step: 'dropDuplicates' }] });
    expect(steps).toEqual([{ step: 'dropDuplicates', keep: 'first' }]);
  });

  it('names the steps when one is unknown, at its place', () => {
    const parsed = recipeSchema.safeParse({ steps: [{ step: 'trimWhitespace' }, { step: 'explode' }] });
    expect(parsed.error?.issues).toEqual([
      expect.objectContaining({ path: ['steps', 1, 'step'], message: expect.stringContaining('imputeNulls') }),
    ]);
  });

  it('refuses a name that it does not know, which would limit nothing', () => {
    expect(recipeSchema.safeParse({ steps: [], limit: { changedShare: 0 } }).success).toBe(false);
  });

  it.each([
    ['an unknown parameter', { step: 'trimWhitespace', colums: ['a'] }],
    ['a constant without a value', { step: 'imputeNulls', columns: ['a'], method: 'constant' }],
    ['a value without constant', { step: 'imputeNulls', columns: ['a'], method: 'mean', value: '1' }],
    ['an empty list of columns', { step: 'trimWhitespace', columns: [] }],
  ])('refuses %s', (_, step) => {
    expect(recipeSchema.safeParse({ steps: [step] }).success).toBe(false);
  });
});
