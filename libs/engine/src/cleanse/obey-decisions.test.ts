import { recipeSchema, type RecipeInput } from '@millrace/contracts';
import { obeyDecisions } from './obey-decisions';

const columns = ['id', 'town', 'phone'].map((name, position) => ({ name, position }));
const cell = (column: string) => ({ row: 'a'.repeat(32), column, text: 'x', decision: 'accepted', by: 'Ada' }) as const;
const recipe = (steps: RecipeInput['steps'], more: object = {}) => recipeSchema.parse({ steps, ...more });
const trim = { step: 'trimWhitespace' } as const;
const mask = { step: 'maskCells', columns: ['phone'] } as const;

it('puts decisions before all else, one step for each way in which rows are known', () => {
  const decided = [
    { columns: ['id', 'town', 'phone'], cells: [cell('town')] },
    { columns: ['id'], cells: [cell('phone')] },
  ];
  expect(obeyDecisions(recipe([trim]), columns, decided).steps).toEqual([
    { step: 'correctCells', identifiedBy: ['id', 'town', 'phone'], cells: [cell('town')] },
    { step: 'correctCells', identifiedBy: ['id'], cells: [cell('phone')] },
    ...recipe([trim]).steps,
  ]);
});

it.each([
  ['rows that are known by a column that is gone', recipe([trim]), [{ columns: ['id', 'street'], cells: [cell('town')] }]],
  ['cells of a column that is gone', recipe([trim]), [{ columns: ['id'], cells: [cell('street')] }]],
  ['cells of a column that is hidden', recipe([mask]), [{ columns: ['id'], cells: [cell('phone')] }]],
  ['rows that are known by a column that is hidden', recipe([mask]), [{ columns: ['id', 'phone'], cells: [cell('town')] }]],
  [
    'cells of a column that may be hidden for what it is',
    recipe([{ step: 'maskCells', columns: { semanticTypes: ['phone'], except: ['id'] } }]),
    [{ columns: ['id'], cells: [cell('phone')] }],
  ],
])('passes over %s', (_, wanted, decided) => {
  expect(obeyDecisions(wanted, columns, decided)).toBe(wanted);
});

it('may tell of what is hidden where the recipe keeps it', () => {
  const { steps } = obeyDecisions(recipe([mask], { keepHidden: true }), columns, [{ columns: ['id'], cells: [cell('phone')] }]);
  expect(steps.map(({ step }) => step)).toEqual(['correctCells', 'maskCells']);
});
