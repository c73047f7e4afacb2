import fc from 'fast-check';
import { chunkOf } from '../../../../test/support/text-chunk';
import { ColumnView } from './column-view';
import { distributionsOf } from './distributions';
import { NumberScratch } from './statistics/sort-numbers';
import { ValueTable } from './values/value-table';

const distributionsOfCells = (cells: readonly string[]) => {
  const table = new ValueTable(cells.length);
  table.add(chunkOf(cells), new Int32Array(cells.length));
  return distributionsOf(new ColumnView(table, { now: 0, scratch: new NumberScratch(new ArrayBuffer(cells.length * 16)) }));
};

const counted = (length: number, places: readonly number[]): number[] =>
  places.reduce((counts, place) => counts.with(place, counts[place]! + 1), new Array<number>(length).fill(0));

it('counts times by the weekday and hour that a calendar gives them, before 1970 too', () => {
  const time = fc.date({ min: new Date('1902-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(fc.array(time, { minLength: 1, maxLength: 60 }), (dates) => {
      const cells = dates.map((date) => date.toISOString().slice(0, 19).replace('T', ' '));
      expect(distributionsOfCells(cells).times).toMatchObject({
        weekdays: counted(
          7,
          dates.map((date) => (date.getUTCDay() + 6) % 7),
        ),
        hours: counted(
          24,
          dates.map((date) => date.getUTCHours()),
        ),
      });
    }),
  );
});

it.each([
  ['day', ['2024-01-01', '2024-02-29']],
  ['hour', ['2024-01-01 05:00:00', '2024-02-29 23:00:00']],
  ['minute', ['2024-01-01 05:30:00', '2024-02-29 23:00:00']],
  ['second', ['2024-01-01 05:30:07', '2024-02-29 23:00:00']],
])('finds the granularity %s', (granularity, cells) => {
  expect(distributionsOfCells(cells).times?.granularity).toBe(granularity);
});

it('puts every number in one bin of equal widths', () => {
  const { histogram, deciles } = distributionsOfCells(Array.from({ length: 101 }, (_, at) => String(at)));
  expect(histogram?.counts).toEqual([...new Array<number>(19).fill(5), 6]);
  expect(deciles).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
});
