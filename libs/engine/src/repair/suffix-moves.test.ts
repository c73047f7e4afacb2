import { cutSuffix } from './suffix-moves';

test.each([
  ['Springfield OR', { rest: 'Springfield', suffix: 'OR' }],
  ['Portland,  OR', { rest: 'Portland', suffix: 'OR' }],
  ['a b;c', { rest: 'a b', suffix: 'c' }],
  ['one', null],
  [' one', null],
  ['one two ', null],
  ['one,', null],
  ['', null],
])('%j is cut before its last word', (text, cut) => {
  expect(cutSuffix(text)).toEqual(cut);
});
