import fc from 'fast-check';
import { NumberScratch, sortNumbers } from './sort-numbers';

const sorted = (numbers: readonly number[], scale = 0): number[] => {
  const scratch = new NumberScratch(new ArrayBuffer((numbers.length + 3) * 16));
  const own = scratch.numbers(numbers.length);
  own.set(numbers);
  return [...sortNumbers(own, scale, scratch)];
};
const expected = (numbers: readonly number[]): number[] => [...Float64Array.from(numbers).sort()];

it('sorts as the language does, zeros and infinities too', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 50 }), fc.integer({ min: 1, max: 300 }), (few, times) => {
      const many = Array.from({ length: times }, (_, at) => few.map((x) => x * (at + 1)))
        .flat()
        .filter((x) => !Number.isNaN(x));
      expect(sorted(many)).toEqual(expected(many));
    }),
    { numRuns: 60 },
  );
});

it.each([4096, 5000])('sorts %d numbers of one sign, of both, and all equal', (n) => {
  for (const make of [(at: number) => (at * 7919) % 10_007, (at: number) => ((at * 7919) % 10_007) - 5000.5, () => -3]) {
    const numbers = Array.from({ length: n }, (_, at) => make(at));
    expect(sorted(numbers)).toEqual(expected(numbers));
  }
});

it('sorts decimals by their integers, and gives the same doubles back', () => {
  for (const [scale, range] of [
    [1, 1000],
    [100, 40_000_000],
    [100, 1e12],
    [1e6, 4000],
  ] as const) {
    const numbers = Array.from({ length: 6000 }, (_, at) => (((at * 7_919_333) % (range * 2)) - range) / scale + 0);
    expect(sorted(numbers, scale)).toEqual(expected(numbers));
  }
  const days = Array.from({ length: 5000 }, (_, at) => (((at * 7919) % 60_000) - 30_000) * 86_400_000);
  expect(sorted(days, 1 / 86_400_000)).toEqual(expected(days));
});
