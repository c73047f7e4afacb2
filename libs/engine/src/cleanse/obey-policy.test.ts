import { recipeSchema } from '@millrace/contracts';
import { obeyPolicy } from './obey-policy';

const columns = ['name', 'mail', 'town', 'born'].map((name, position) => ({ name, position }));
const key = 'a key of sixteen signs';
const obeying = (steps: object[]) =>
  obeyPolicy(recipeSchema.parse({ steps }), columns, { name: 'mask', mail: 'drop', born: 'hash', gone: 'drop', town: 'allow' }, key).steps;

it('hides columns behind all other steps', () => {
  expect(obeying([{ step: 'trimWhitespace' }])).toEqual([
    { step: 'trimWhitespace' },
    { step: 'maskCells', columns: ['name'], keep: 0 },
    { step: 'hashCells', columns: ['born'], key },
    { step: 'dropColumns', columns: ['mail'], forGood: true },
  ]);
});

it('hides them under new names, and what was made of them, by the stronger action', () => {
  const made = [
    { step: 'renameColumns', names: { name: 'who' } },
    { step: 'splitColumn', column: 'who', by: ' ', into: ['first', 'last'] },
    { step: 'mergeColumns', columns: ['who', 'born'], into: 'both' },
    { step: 'deriveColumn', expression: 'upper(mail)', into: 'loud' },
    { step: 'deriveColumn', expression: 'upper(town)', into: 'place' },
  ];
  expect(obeying(made).slice(made.length)).toEqual([
    { step: 'maskCells', columns: ['who', 'first', 'last'], keep: 0 },
    { step: 'hashCells', columns: ['born', 'both'], key },
    { step: 'dropColumns', columns: ['mail', 'loud'], forGood: true },
  ]);
});

it('lets go for good what the recipe leaves out', () => {
  expect(obeying([{ step: 'dropColumns', columns: ['name', 'mail'] }, { step: 'dropColumns', columns: ['town'] }])).toEqual([
    { step: 'dropColumns', columns: ['name', 'mail'], forGood: true },
    { step: 'dropColumns', columns: ['town'] },
    { step: 'hashCells', columns: ['born'], key },
  ]);
}); // prettier-ignore

it.each<[string, object, boolean]>([
  ['a pattern', { matching: '^ma' }, true],
  ['what they are', { kinds: ['empty'] }, true],
  ['names that they get later', { matching: '^post$' }, true],
  ['a pattern of others', { matching: '^town$', kinds: ['text'] }, false],
])('lets go for good what a selector may leave out by %s', (_, columns, forGood) => {
  const [drop, ...others] = obeying([{ step: 'dropColumns', columns }, { step: 'renameColumns', names: { born: 'day' } }, { step: 'renameColumns', names: { name: 'post' } }]); // prettier-ignore
  expect(drop).toEqual({ step: 'dropColumns', columns, ...(forGood && { forGood }) });
  expect(others).toContainEqual({ step: 'hashCells', columns: ['day'], key });
});
