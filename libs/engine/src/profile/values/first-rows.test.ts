import fc from 'fast-check';
import { FirstRows } from './first-rows';

it('finds the row of each value again', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(5000), { maxLength: 400 }), fc.uniqueArray(fc.nat(5000)), (one, other) => {
      const rows = new FirstRows(5001);
      for (const added of [one, other]) {
        rows.reset();
        const sorted = added.toSorted((a, b) => a - b);
        for (const row of sorted) rows.add(row);
        expect(sorted.map((_, at) => rows.at(at))).toEqual(sorted);
      }
    }),
  );
});

it('finds every row where each has a value of its own', () => {
  const rows = new FirstRows(3000);
  for (let row = 0; row < 3000; row += 1) rows.add(row);
  for (let row = 0; row < 3000; row += 1) expect(rows.at(row)).toBe(row);
});
