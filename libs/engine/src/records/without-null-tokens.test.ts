import type { CodedColumn } from '../relations/coded-column';
import { groupByKeys } from './group-by-keys';
import { withoutNullTokens } from './without-null-tokens';

const column: CodedColumn = { values: ['N/A', 'x', ' - ', 'unknown'], codes: Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3, -1), counts: Uint32Array.of(2, 2, 2, 2) }; // prettier-ignore
const groups = (nullTokens?: readonly string[]) => groupByKeys(withoutNullTokens({ rows: 9, columns: [column] }, nullTokens).columns, 9);

it('tells no row by a usual token for no value, or by one that somebody has named', () => {
  expect(groups()).toEqual([[2, 3], [6, 7]]); // prettier-ignore
  expect(groups(['Unknown'])).toEqual([[0, 1], [2, 3], [4, 5]]); // prettier-ignore
});

it('leaves a table as it is that has none', () => {
  const table = { rows: 2, columns: [{ values: ['a'], codes: Int32Array.of(0, 0), counts: Uint32Array.of(2) }] };
  expect(withoutNullTokens(table).columns[0]).toBe(table.columns[0]);
});
