import { mayTake } from './columns';
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
    ['conditions beside rules', { step: 'quarantineRows', where: [{ column: 'a', is: 'absent' }], contract: true }],
    ['neither conditions nor rules', { step: 'quarantineRows' }],
    ['a selector of nothing', { step: 'trimWhitespace', columns: {} }],
    ['a selector by what nobody knows', { step: 'trimWhitespace', columns: { type: 'text' } }],
    ['a kind that there is not', { step: 'trimWhitespace', columns: { kinds: ['number'] } }],
    ['a pattern that takes more than linear time', { step: 'trimWhitespace', columns: { matching: '(?=a)b' } }],
  ])('refuses %s', (_, step) => {
    expect(recipeSchema.safeParse({ steps: [step] }).success).toBe(false);
  });

  it.each([
    [{ columns: 7 }, 'name columns in a list'],
    [{ columns: { matching: '(a)\\1' } }, 'back-references'],
    [{ columns: { kinds: ['number'] } }, 'integer'],
  ])('says of %j what is wrong', (columns, message) => {
    const { error } = recipeSchema.safeParse({ steps: [{ step: 'trimWhitespace', ...columns }] });
    expect(JSON.stringify(error?.issues)).toContain(message);
  });

  it('says why a rule about the table sets no row aside, at its place', () => {
    const rules = [
      { kind: 'notNull', column: 'a' },
      { kind: 'fresh', column: 'b', maxAgeDays: 1 },
    ];
    const { error } = recipeSchema.safeParse({ steps: [{ step: 'quarantineRows', rules }] });
    expect(error?.issues).toMatchObject([
      { path: ['steps', 0, 'rules', 1, 'kind'], message: expect.stringContaining('the table as a whole') },
    ]);
  });

  it.each([
    [{ names: ['a'] }, { a: true, b: false }],
    [{ matching: '_id$' }, { a_id: true, a_ids: false }],
    [
      { names: ['x'], matching: '^a', except: ['ab'] },
      { x: true, aa: true, ab: false, b: false },
    ],
    [{ except: ['a'] }, { a: false, b: true }],
    [
      { names: ['a'], kinds: ['text' as const] },
      { a: true, b: true },
    ],
  ])('selects by %j', (selector, names) => {
    for (const [name, isTaken] of Object.entries(names)) expect([name, mayTake(selector, name)]).toEqual([name, isTaken]);
  });
});

it.each(['below', 'above'])('takes nothing but numbers for what is %s something', (is) => {
  const taken = (to: unknown) => recipeSchema.safeParse({ steps: [{ step: 'quarantineRows', where: [{ column: 'a', is, to }] }] }).success;
  expect([5, '5', ' -1.5e3 '].map(taken)).toEqual([true, true, true]);
  expect(['x', '1,000', '', ' ', 'Infinity'].map(taken)).toEqual([false, false, false, false, false]);
});
