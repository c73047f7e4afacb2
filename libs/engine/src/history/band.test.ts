import fc from 'fast-check';
import { bandOf, type Observation } from './band';
import { medianOf, slopeOf, spreadOf } from './robust';

const day = 86_400_000;
const monday = Date.UTC(2024, 0, 1);
const history = (values: readonly number[]): Observation[] =>
  values.map((value, at) => ({ version: at + 1, at: monday + at * day, value }));
const next = (seen: readonly Observation[]) => ({ version: seen.length + 1, at: monday + seen.length * day });
const none = () => 0;
const band = (values: readonly number[], leastOf: (center: number) => number = none) => {
  const seen = history(values);
  return bandOf(seen, next(seen), leastOf);
};
const isOutside = (values: readonly number[], value: number, leastOf = none): boolean => {
  const found = band(values, leastOf);
  return found !== null && (value < found.low || value > found.high);
};

describe('robust figures', () => {
  it.each([
    [[1], 1],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[5, 5, 5, 900], 5],
  ])('the median of %j is %d', (numbers, median) => expect(medianOf(numbers)).toBe(median));
  it('the spread of residuals is 1.4826 of the median of their sizes', () => expect(spreadOf([-1, 2, -3])).toBeCloseTo(2.9652, 10));
  it('the slope is that of a line, though a quarter of the points lie elsewhere', () => {
    const points = Array.from({ length: 20 }, (_, x) => [x, x % 4 === 3 ? 1e6 * x : 3 * x + 1] as const);
    expect(slopeOf(points)).toBeCloseTo(3, 10);
  });
});

describe('the band', () => {
  it.each<[string, number[], { low: number; high: number; center: number; by: string } | null]>([
    ['fewer than seven versions', [1, 2, 3, 4, 5, 6], null],
    ['seven: median 4, deviation 2', [1, 2, 3, 4, 5, 6, 7], { center: 4, low: 4 - 5 * 1.4826 * 2, high: 4 + 5 * 1.4826 * 2, by: 'level' }],
    ['three of seven are wrong', [10, 10, 11, 10, -5000, 9000, 9000], { center: 10, low: 10 - 7.413, high: 10 + 7.413, by: 'level' }],
    ['all alike', [5, 5, 5, 5, 5, 5, 5, 5], { center: 5, low: 5, high: 5, by: 'level' }],
    ['more than half alike', [5, 5, 5, 5, 5, 9, 1, 7], { center: 5, low: 5, high: 5, by: 'level' }],
    ['a line of 14', Array.from({ length: 14 }, (_, at) => 100 + 10 * at), { center: 240, low: 240, high: 240, by: 'trend' }],
    [
      'a line of 13, which is too short to be one',
      Array.from({ length: 13 }, (_, at) => 100 + 10 * at),
      { center: 160, low: 160 - 5 * 1.4826 * 30, high: 160 + 5 * 1.4826 * 30, by: 'level' },
    ],
    // The 29th is a Monday again.
    [
      'four weeks with empty weekends',
      Array.from({ length: 28 }, (_, at) => (at % 7 > 3 ? 10 : 1000)),
      { center: 1000, low: 1000, high: 1000, by: 'weekday' },
    ],
    [
      'three weeks of the same',
      Array.from({ length: 21 }, (_, at) => (at % 7 > 3 ? 10 : 1000)),
      { center: 1000, low: 1000, high: 1000, by: 'level' },
    ],
  ])('of %s', (_, values, expected) => {
    const found = band(values);
    if (expected === null) expect(found).toBeNull();
    else {
      expect(found).toMatchObject({ by: expected.by, versions: values.length });
      for (const key of ['center', 'low', 'high'] as const) expect(found?.[key]).toBeCloseTo(expected[key], 6);
    }
  });

  it('is never narrower than what matters', () => {
    expect(band([5, 5, 5, 5, 5, 5, 5], (center) => 0.1 * center)).toMatchObject({ low: 4.5, high: 5.5 });
    expect(band([1, 2, 3, 4, 5, 6, 7], () => 1e6)).toMatchObject({ low: 4 - 1e6, high: 4 + 1e6 });
  });
});

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 7, maxLength: 40 });
describe('for any history', () => {
  it('the center lies within, and the band moves and stretches with the values', () =>
    fc.assert(
      fc.property(
        values,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        (seen, a, b) => {
          const plain = band(seen.slice(0, 13))!;
          const moved = band(seen.slice(0, 13).map((value) => a * value + b))!;
          const scale = 1e-9 * (1e6 * a + Math.abs(b) + 1);
          expect(plain.low).toBeLessThanOrEqual(plain.center);
          expect(plain.high).toBeGreaterThanOrEqual(plain.center);
          for (const key of ['low', 'center', 'high'] as const)
            expect(Math.abs(moved[key] - (a * plain[key] + b))).toBeLessThan(scale * 100);
        },
      ),
    ));
  it('the order of fewer than 14 versions does not matter', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 7, maxLength: 13 }),
        fc.infiniteStream(fc.nat()),
        (seen, random) => {
          const shuffled = seen.map((value) => [random.next().value as number, value] as const).sort(([a], [b]) => a - b);
          expect(band(shuffled.map(([, value]) => value))).toEqual(band(seen));
        },
      ),
    ));
  it('fewer than half of the versions cannot move the center beyond the others', () =>
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 7, maxLength: 13 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (seen, wild) => {
          const wrong = Math.floor((seen.length - 1) / 2);
          const { center } = band(seen.map((value, at) => (at < wrong ? wild : value)))!;
          expect(center).toBeGreaterThanOrEqual(0);
          expect(center).toBeLessThanOrEqual(1);
        },
      ),
    ));
});

it('rarely calls an ordinary version unusual, and nearly always one that lies ten deviations off', () => {
  // Box and Muller over a linear congruential generator: the same numbers each time.
  let state = 42;
  const uniform = () => ((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) + 0.5) / 2 ** 32;
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const rates = [7, 8, 14, 28].map((length) => {
    let [falseAlarms, misses] = [0, 0];
    for (let at = 0; at < 400; at += 1) {
      const seen = Array.from({ length }, normal);
      if (isOutside(seen, normal())) falseAlarms += 1;
      if (!isOutside(seen, 10)) misses += 1;
    }
    return { length, falseAlarms, misses };
  });
  for (const { length, falseAlarms, misses } of rates) {
    expect(falseAlarms).toBeLessThan(length < 14 ? 16 : 6);
    expect(misses).toBeLessThan(length < 14 ? 60 : 16);
  }
});
