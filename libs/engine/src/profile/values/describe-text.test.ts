import fc from 'fast-check';
import { described, describeText, maskOf, textFlag } from './describe-text';

const describeOf = (text: string) => {
  const bytes = new TextEncoder().encode(text);
  describeText(bytes, 0, bytes.length);
  return { ...described };
};

it.each([
  ['', 0, 0],
  ['a', 1, 1],
  ['b😀', 2, 1],
  [' two words ', 11, 2],
  ['one\u00a0two\u3000three', 13, 3],
  ['été', 3, 1],
])('counts the characters and words of %j', (text, chars, words) => {
  expect(describeOf(text)).toMatchObject({ chars, words });
});

it('counts code points and words as the language does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const whole = text.toWellFormed();
      const { chars, words } = describeOf(whole);
      expect([chars, words]).toEqual([[...whole].length, whole.split(/[\p{White_Space}]+/u).filter(Boolean).length]);
    }),
    { numRuns: 500 },
  );
});

it.each<[string, (keyof typeof textFlag)[]]>([
  ['Ab9', ['upper', 'lower', 'digit']],
  [' a', ['lower', 'space', 'leadingSpace']],
  ['a\u00a0', ['lower', 'space', 'trailingSpace']],
  ['é', ['latin']],
  ['Ω', ['greek']],
  ['Ж', ['cyrillic']],
  ['ש', ['hebrew']],
  ['ع', ['arabic']],
  ['漢', ['eastAsian']],
  ['𠀀', ['eastAsian']],
  ['😀', ['otherScript']],
  ['#', ['punctuation']],
])('marks %j', (text, names) => {
  expect(describeOf(text).flags).toBe(names.reduce((flags, name) => flags | textFlag[name], 0));
});

it.each([
  ['XY-1234', 'AA-9999'],
  ['été 5', '~a~ 9'],
  ['', ''],
])('masks %j as %j', (text, mask) => {
  expect(maskOf(text)).toBe(mask);
});

it('hashes two texts alike just when their masks are alike', () => {
  expect(describeOf('XY-1').mask).toBe(describeOf('AB-9').mask);
  expect(describeOf('XY-1').mask).not.toBe(describeOf('Xy-1').mask);
  expect(describeOf('x'.repeat(41)).mask).toBe(0);
});
