import { projectDistinct } from './project-distinct';

/** Values among so many drawn evenly from `values`. */
const among = (values: number, drawn: number) => values * (1 - Math.exp(-drawn / values));

it.each([
  [1_000_000, 20_000_000],
  [50, 20_000_000],
  [40_000_000, 20_000_000],
])('tells of %d values in the first cells how many all rows have', (values, rows) => {
  const cells = 262_144;
  const projected = projectDistinct(among(values, cells), cells, rows);
  expect(Math.abs(projected / among(values, rows) - 1)).toBeLessThan(0.02);
});

it('takes a column whose first cells all differ for one whose cells all differ', () => {
  expect(projectDistinct(1000, 1000, 5000)).toBe(5000);
});
