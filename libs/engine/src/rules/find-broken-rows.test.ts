import type { RowRule } from '@millrace/contracts';
import fc from 'fast-check';
import { valueWords } from '../profile/values/classify-value';
import type { CodedColumn } from '../relations/coded-column';
import { findBrokenRows } from './find-broken-rows';

const coded = (cells: readonly (string | null)[]): CodedColumn => {
  const values = [...new Set(cells.filter((cell) => cell !== null))];
  const codes = Int32Array.from(cells, (cell) => (cell === null ? -1 : values.indexOf(cell)));
  return { codes, values, counts: Uint32Array.from(values, (value) => cells.filter((cell) => cell === value).length) };
};
const broken = (table: Record<string, readonly (string | null)[]>, rules: readonly RowRule[], nullTokens?: readonly string[]) => {
  const columns = new Map(Object.entries(table).map(([name, cells]) => [name, coded(cells)]));
  const rows = Object.values(table)[0]?.length ?? 0;
  return findBrokenRows(columns, rows, rules, valueWords(nullTokens));
};

it.each<[string, Record<string, (string | null)[]>, RowRule[], number[]]>([
  ['absent cells and tokens for them', { a: ['x', null, 'N/A'] }, [{ kind: 'notNull', column: 'a' }], [1, 2]],
  ['values that are of another kind', { a: ['1', 'x', null, '2.5', '-'] }, [{ kind: 'type', column: 'a', type: 'integer' }], [1, 3]],
  ['dates in the order that the column does not have', { a: ['13/01/2024', '14/01/2024', '01/13/2024', '02/03/2024'] }, [{ kind: 'type', column: 'a', type: 'date' }], [2]],
  ['values that are not listed', { a: ['x', 'y', 'z'] }, [{ kind: 'inSet', column: 'a', values: ['x', 'y'] }], [2]],
  ['numbers out of range, and what is none', { a: ['0', '5', '11', 'x'] }, [{ kind: 'range', column: 'a', min: 0, max: 10 }], [2, 3]],
  ['dates out of range', { a: ['2024-01-01', '31/12/2023', '2025-01-01'] }, [{ kind: 'range', column: 'a', min: '2024-01-01', max: '2024-12-31' }], [1, 2]],
  ['values that do not fit a pattern as a whole', { a: ['A1', 'xA1', 'A1x'] }, [{ kind: 'pattern', column: 'a', pattern: '[A-Z]\\d' }], [1, 2]],
  ['values that were there before', { a: ['x', 'y', 'x', null, null, 'x'] }, [{ kind: 'unique', column: 'a' }], [2, 5]],
  ['keys that were there before, or are not whole', { a: ['x', 'x', 'x', null], b: ['1', '2', '1', '1'] }, [{ kind: 'key', columns: ['a', 'b'] }], [2, 3]],
  ['the rarer values of a group', { a: ['x', 'x', 'x', 'y'], b: ['1', '2', '1', '9'] }, [{ kind: 'dependency', determinants: ['a'], dependent: 'b' }], [1]],
  ['texts that stand nowhere', { a: ['1', '2', '3'], b: ['2', null, '9'] }, [{ kind: 'references', column: 'b', to: 'a' }], [2]],
  ['references to rows that leave, one after another', { a: ['1', '2', '3', '4'], b: ['9', '1', '2', null] }, [{ kind: 'references', column: 'b', to: 'a' }], [0, 1, 2]],
])('finds %s', (_, table, rules, rows) => {
  expect([...broken(table, rules).keys()].toSorted((a, b) => a - b)).toEqual(rows);
}); // prettier-ignore

it('names all rules on cells that a row breaks, and looks at rows that are left for the others', () => {
  const table = { id: ['1', '1', '2'], n: ['x', '5', '7'] };
  const rules: RowRule[] = [
    { kind: 'unique', column: 'id' },
    { kind: 'type', column: 'n', type: 'integer' },
    { kind: 'range', column: 'n', max: 6 },
  ];
  expect(broken(table, rules)).toEqual(new Map([[0, 'breaks the rules "type" on "n", "range" on "n"'], [2, 'breaks the rule "range" on "n"']])); // prettier-ignore
});

it('takes the tokens that the table has', () => {
  expect([...broken({ a: ['x', 'none', 'nichts'] }, [{ kind: 'notNull', column: 'a' }], ['nichts']).keys()]).toEqual([2]);
});

const of = (values: Readonly<Record<string, number>>): string[] =>
  Object.entries(values).flatMap(([text, cells]) => Array.from({ length: cells }, () => text));

it.each<[string, string[], readonly string[] | undefined, string[]]>([
  ['codes of countries', of({ DE: 20, NA: 2, FR: 20, 'N/A': 1 }), undefined, ['N/A']],
  ['surnames', of({ Smith: 20, Null: 1, Jones: 20, Nan: 1, NULL: 1 }), undefined, ['NULL']],
  ['surnames in capitals', of({ SMITH: 20, NULL: 1, 'N/A': 1 }), undefined, ['N/A']],
  ['categories', of({ gold: 20, none: 9, nil: 1, null: 1 }), undefined, []],
  ['phrases', of({ 'very good': 20, 'rather bad': 20, NULL: 1 }), undefined, ['NULL']],
  ['amounts', of({ '12.5': 20, '900': 20, NA: 1, nan: 1, NULL: 1, none: 1 }), undefined, ['NA', 'nan', 'NULL', 'none']],
  ['amounts that come near zero', of({ '0.5': 20, '12': 20, NA: 1, none: 9 }), undefined, ['NA']],
  ['dates', of({ '2024-01-31': 20, none: 1, NA: 1 }), undefined, ['none', 'NA']],
  ['codes of which somebody said so', of({ DE: 20, NA: 2, FR: 20, 'N/A': 1 }), ['NA'], ['NA', 'NA']],
])('tells by a column whether a word in it stands for no value: %s', (_, cells, nullTokens, absent) => {
  const rules: RowRule[] = [{ kind: 'notNull', column: 'a' }];
  const found = broken({ a: cells }, rules, nullTokens);
  expect(cells.filter((_, row) => found.has(row))).toEqual(absent);
  expect(found.size).toBe(
    broken({ a: cells, b: cells.map((_, row) => String(row)) }, [{ kind: 'key', columns: ['a', 'b'] }], nullTokens).size,
  );
});

it('takes what may stand for no value neither for that nor for a value of another kind', () => {
  const a = of({ DE: 20, NA: 2, FR: 20 });
  const rules: RowRule[] = [
    { kind: 'notNull', column: 'a' },
    { kind: 'inSet', column: 'a', values: ['DE', 'FR'] },
    { kind: 'pattern', column: 'a', pattern: '[DF].' },
  ];
  expect(broken({ a }, rules)).toEqual(new Map());
});

const cell = fc.constantFrom(
  'NaN',
  'NULL',
  'Null',
  'abc',
  'ABC',
  '1',
  '2',
  '3',
  'x',
  '13/01/2024',
  '01/13/2024',
  '02/03/2024',
  'N/A',
  null,
);
const rules: readonly RowRule[] = [
  { kind: 'notNull', column: 'a' },
  { kind: 'notNull', column: 'b' },
  { kind: 'unique', column: 'a' },
  { kind: 'unique', column: 'b' },
  { kind: 'type', column: 'a', type: 'integer' },
  { kind: 'type', column: 'a', type: 'date' },
  { kind: 'range', column: 'b', min: '2024-01-10' },
  { kind: 'key', columns: ['a', 'b'] },
  { kind: 'dependency', determinants: ['a'], dependent: 'b' },
  { kind: 'references', column: 'a', to: 'b' },
];

it('leaves rows that break no rule', () => {
  let left = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell), { maxLength: 12 }),
      fc.shuffledSubarray([...rules], { minLength: 1, maxLength: 4 }),
      (rows, some) => {
        const tableOf = (some: typeof rows) => ({ a: some.map(([a]) => a), b: some.map(([, b]) => b) });
        const found = broken(tableOf(rows), some);
        const kept = rows.filter((_, row) => !found.has(row));
        expect(broken(tableOf(kept), some)).toEqual(new Map());
        left += kept.length;
      },
    ),
    { numRuns: 500 },
  );
  expect(left).toBeGreaterThan(100);
});
