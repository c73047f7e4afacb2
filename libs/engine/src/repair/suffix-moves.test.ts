import type { CodedColumn } from '../relations/coded-column';
import { cutSuffix, suffixMoves } from './suffix-moves';

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

const coded = (cells: readonly (string | null)[]): CodedColumn => {
  const values = [...new Set(cells.filter((cell) => cell !== null))];
  const codes = Int32Array.from(cells, (cell) => (cell === null ? -1 : values.indexOf(cell)));
  return { values, codes, counts: Uint32Array.from(values, (_, code) => codes.filter((one) => one === code).length) };
};

test.each<[string, (readonly [string, string | null])[], number[]]>([
  ['what mostly stands beside the rest', [['Spring', 'Illinois'], ['Spring', 'Illinois'], ['Spring', 'Ohio'], ['Spring Illinois', null]], [3]],
  ['not what seldom does', [['Mary', 'Ann'], ['Mary', 'Lee'], ['Mary', 'Jo'], ['Mary Ann', null]], []],
  ['not what others are called besides', [['Mary', 'Ann'], ['Mary Ann', 'Lee'], ['Mary Ann', null]], []],
  ['codes that are attested', [['Bend', 'OR'], ['Bend', 'CA'], ['Bend', 'CA'], ['Bend OR', null]], [3]],
])('of two columns it moves: %s', (_, rows, moved) => {
  const [from, to] = [coded(rows.map(([cell]) => cell)), coded(rows.map(([, cell]) => cell))];
  expect(suffixMoves(from, to).map(({ row }) => row)).toEqual(moved);
}); // prettier-ignore
