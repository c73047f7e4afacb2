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
