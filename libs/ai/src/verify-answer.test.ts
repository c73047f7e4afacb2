import type { AgentView } from './agent';
import { fillIn, quotedFacts, refusals } from './verify-answer';

const view: AgentView = {
  facts: [
    { id: 'rows', label: 'rows', column: null, value: 1000, unit: 'rows' },
    { id: 'c0.mean', label: 'mean', column: 'address_2', value: 17.5, unit: 'value' },
  ],
  payload: {},
  names: ['address_2'],
};

describe('refusals', () => {
  it.each([
    ['references only', 'There are {{rows}}, with a mean of {{c0.mean}}.'],
    ['a shown name that holds a digit', 'The column `address_2` has a mean of {{c0.mean}}.'],
    ['no number at all', 'All is well.'],
  ])('lets through %s', (_, text) => {
    expect(refusals([text], view)).toEqual([]);
  });

  it.each([
    ['a bare number', 'There are 1000 rows.'],
    ['a true number that is not a reference', 'There are {{rows}}, that is 1000.'],
    ['an unknown fact', 'The median is {{c0.median}}.'],
    ['a name that was not shown', 'The column `address_3` is empty.'],
    ['a digit of another script', 'There are ١٢ rows.'],
    ['a shown name outside backticks', 'The column address_2 is empty.'],
  ])('refuses %s', (_, text) => {
    expect(refusals([text], view)).toHaveLength(1);
  });
});

it('lists quoted facts once, in order', () => {
  expect(quotedFacts(['{{b}} {{a}}', '{{b}}'])).toEqual(['b', 'a']);
});

it('fills references in and leaves the rest', () => {
  expect(fillIn('a {{x}} b {{y}}', (id) => id.toUpperCase())).toBe('a X b Y');
});
