import fc from 'fast-check';
import { sortNumbers } from './sort-numbers';

it('sorts as the language does, zeros and infinities too', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 50 }), fc.integer({ min: 1, max: 300 }), (few, times) => {
      const many = Array.from({ length: times }, (_, at) => few.map((x) => x * (at + 1)))
        .flat()
        .filter((x) => !Number.isNaN(x));
      expect(sortNumbers(Float64Array.from(many))).toEqual(Float64Array.from(many).sort());
    }),
    { numRuns: 60 },
  );
});

it.each([4096, 5000])('sorts %d numbers of one sign, of both, and all equal', (n) => {
  for (const make of [(at: number) => (at * 7919) % 10_007, (at: number) => ((at * 7919) % 10_007) - 5000.5, () => -3]) {
    const numbers = Float64Array.from({ length: n }, (_, at) => make(at));
    expect(sortNumbers(numbers.slice())).toEqual(numbers.slice().sort());
  }
});

it('sorts a part of a buffer and leaves the rest alone', () => {
  const numbers = Float64Array.from({ length: 6000 }, (_, at) => 6000 - at);
  sortNumbers(numbers.subarray(0, 5000));
  expect([numbers[0], numbers[4999], numbers[5000], numbers[5999]]).toEqual([1001, 6000, 1000, 1]);
});
