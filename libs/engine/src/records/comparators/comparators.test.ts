import fc from 'fast-check';
import { chooseComparator, comparators } from './comparator';
import { dates, datesIn } from './dates';
import { digits, isOneEdit, phones } from './digits';
import { jaroWinkler } from './jaro-winkler';
import { numbers } from './numbers';
import { tokenSet } from './token-set';

// The worked examples of Winkler (1990) and Christen, Data Matching (2012).
it.each([
  ['martha', 'marhta', 0.9611],
  ['dwayne', 'duane', 0.84],
  ['dixon', 'dicksonx', 0.8133],
  ['jones', 'johnson', 0.8324],
  ['abc', 'xyz', 0],
  ['', 'a', 0],
])('Jaro–Winkler of %s and %s', (a, b, expected) => {
  expect(jaroWinkler(a, b)).toBeCloseTo(expected, 3);
});

it('sets of words: in any order, with slips, but numbers as they are', () => {
  expect(tokenSet('maltby circuit', 'circuit maltby')).toBe(1);
  expect(tokenSet('medical centre', 'medcal centre')).toBeGreaterThan(0.95);
  expect(tokenSet('unit 12 maltby circuit', 'unit 13 maltby circuit')).toBe(0.75);
  expect(tokenSet('one two', 'three four')).toBe(0);
});

it('dates: exchanged, mistyped, partly the same', () => {
  expect([dates('19400304', '19400403'), dates('19400304', '19400305'), dates('19400304', '19510304')]).toEqual([0.95, 0.95, 0.85]);
  expect([dates('19400304', '19500304'), dates('19400304', '19490304'), dates('19400304', '18400304')]).toEqual([0.85, 0.85, 0.95]);
  expect(dates('19400304', '19510511')).toBe(0);
});

const read = (...texts: string[]) => texts.map(datesIn(texts));

it('dates: a column has one order of day and month, which its own cells tell', () => {
  const [dayFirst, monthFirst] = ['14.03.1940', '03/14/1940'];
  expect(read('04.03.1940', '4/3/1940', dayFirst, '1940-03-04 10:00', '19400304')).toEqual(['19400304', '19400304', '19400314', '19400304', '19400304']); // prettier-ignore
  expect(read('04.03.1940', '4/3/1940', monthFirst, '1940-03-04')).toEqual(['19400403', '19400403', '19400314', '19400304']);
  expect(read('04.03.1940', '4/3/1940', '1940-03-04', '05/05/1940')).toEqual(['?19400304', '?19400304', '19400304', '19400505']);
  expect(read('04.03.1940', dayFirst, monthFirst)).toEqual(['?19400304', '19400314', '19400314']);
  expect(read('19401304', 'march', '194034', '99999999')).toEqual([null, null, null, null]);
});

it('dates: one that may be two is close to either, and the same as itself alone', () => {
  expect([dates('?19400304', '19400304'), dates('?19400304', '19400403'), dates('?19400304', '?19400304')]).toEqual([0.95, 0.95, 1]);
  expect([dates('?19400304', '19400404'), dates('19400325', '?19400304'), dates('?19400304', '?19400403')]).toEqual([0.95, 0.85, 0.95]);
  expect(dates('?19400304', '19510511')).toBe(0);
});

it('digits and phones: one slip is close, two are not', () => {
  expect([digits('4011', '4101'), digits('4011', '4012'), digits('4011', '5012'), digits('12', '13')]).toEqual([0.95, 0.95, 0, 0]);
  expect(phones('498912345678', '08912345678')).toBe(1);
});

it('numbers: by how far they are apart', () => {
  expect([numbers('10.0', '10'), numbers('1000', '1000.5'), numbers('100', '101'), numbers('100', '110')]).toEqual([1, 0.95, 0.85, 0]);
});

it('one edit is what it says, both ways', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
  const oneAway = (a: string): Set<string> => {
    const found = new Set<string>();
    for (let at = 0; at <= a.length; at += 1) {
      if (at < a.length) found.add(a.slice(0, at) + a.slice(at + 1));
      for (const sign of 'abc') {
        found.add(a.slice(0, at) + sign + a.slice(at));
        if (at < a.length) found.add(a.slice(0, at) + sign + a.slice(at + 1));
      }
      if (at + 1 < a.length) found.add(a.slice(0, at) + a[at + 1]! + a[at]! + a.slice(at + 2));
    }
    return found;
  };
  fc.assert(fc.property(text, text, (a, b) => isOneEdit(a, b) === (a === b || oneAway(a).has(b))));
});

it.each([
  ['dates', ['1940-03-04', '1951-01-02']],
  ['numbers', ['1.5', '2.25', '3']],
  ['digits', ['4011', '2776']],
  ['phones', ['+49 89 1234567', '(089) 7654321']],
  ['words', ['6 maltby circuit', '12 high street']],
  ['names', ['anna', 'bernd']],
] as const)('chooses %s', (name, texts) => {
  expect(chooseComparator(texts)).toBe(name);
  for (const text of texts) expect(comparators[name].normalIn(texts)(text)).not.toBeNull();
});
