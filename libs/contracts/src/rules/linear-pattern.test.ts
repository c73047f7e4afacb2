import fc from 'fast-check';
import { cpuSecondsOf } from '../../../../test/support/cpu-seconds';
import { linearPattern, patternProblem } from './linear-pattern';
import { ruleSchema } from './rule';

it.each(['(a+)+', '(a|aa)*', '(?:[a-z]+\\s?)+', '([a-zA-Z]+)*', '(.*a){20}'])(
  '%s takes no time on a text that it does not fit',
  async (pattern) => {
    expect(await cpuSecondsOf(() => expect(linearPattern(pattern)(`${'a'.repeat(20_000)}!`)).toBe(false))).toBeLessThan(5);
  },
);

it.each([
  ['(?=a)b', '(?='],
  ['(?<!a)b', '(?<!a)'],
  [String.raw`(a)\1`, String.raw`\1`],
  [String.raw`(?<n>a)\k<n>`, String.raw`\k`],
  ['a{1,2000}', '{1,2000}'],
])('%s is refused by the name of its construct', (pattern, construct) => {
  expect(patternProblem(pattern)).toContain(construct);
  expect(() => linearPattern(pattern)).toThrow(RangeError);
  const parsed = ruleSchema.safeParse({ kind: 'pattern', column: 'a', pattern });
  expect(parsed.error?.issues.map(({ message }) => message)).toEqual([expect.stringContaining(construct)]);
});

it.each(['(', '[z-a]', 'a++', String.raw`\-`])('%s is no regular expression', (pattern) =>
  expect(patternProblem(pattern)).toBe('is no regular expression'),
);

const patterns = [
  String.raw`[A-Z]{2}-\d{4}`, String.raw`\s+`, String.raw`[\s\d]+`, String.raw`\S+`, String.raw`[^\S]*`, String.raw`[\Sx ]+`, '.', '.{2}', '[.]', '[^]*', '[^.]+', '[[:a]+', '[^[]+',
  String.raw`\p{L}+`, String.raw`\P{L}`, String.raw`[\p{Lu}_]+`, String.raw`\p{Script=Greek}+`, String.raw`\p{sc=Latin}+`, String.raw`\p{General_Category=Nd}+`, String.raw`\u{1F600}`, String.raw`\ud83d\ude00`, String.raw`[\ud83d\ude00a]`,
  String.raw`\u00e9`, String.raw`\x41`, String.raw`\cA`, String.raw`\0`, String.raw`a\/b`, String.raw`(?<year>\d{4})-\d\d`, 'a|b|', '^a$', 'a*?b', String.raw`\w+\b\W*`, '(?:a|[^])b', String.raw`[\]\\]+`, 'a{2,}', '(?i:aB)',
]; // prettier-ignore
const texts = ['AB-1234', '', ' ', '\t', '\u00a0', '\u2028', '\ufeff', '\n', '\r', 'x', 'é', 'Éa_', 'αβγ', '١', '😀', '😀😀', '[:a', ':', ']', '\\', 'a/b', '2024-05', 'ab', 'aab', 'b', 'Ab', '\u0001', '\0', '\ud83d', 'a b', '.', '..', 'AB']; // prettier-ignore

describe.each(patterns)('%s', (pattern) => {
  const [ours, theirs] = [linearPattern(pattern), new RegExp(`^(?:${pattern})$`, 'u')];
  it('fits what it fits in ECMAScript', () => expect(texts.filter(ours)).toEqual(texts.filter((text) => theirs.test(text))));
  it('fits what it fits in ECMAScript, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => ours(text) === theirs.test(text)),
      { numRuns: 50 },
    );
  });
});
