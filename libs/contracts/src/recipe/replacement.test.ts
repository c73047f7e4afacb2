import { recipeSchema } from './recipe';
import { problemOfReplacement } from './replacement';
import { rustPatternFacts } from './rust-pattern';

it.each<[string, string, string]>([
  [String.raw`(\d)`, '$1x', '${1}x'],
  [String.raw`(?<year>\d{4})`, '$year_', '${year}_'],
  [String.raw`(\d)`, '${2}', '${0} to ${1}'],
  [String.raw`(?P<n>\d)`, '$m', '${n}'],
  [String.raw`\d`, '$1', '${0} is the whole match'],
  [String.raw`(\d)`, '${}', '$$'],
  [String.raw`(\d)`, '${ 1}', '$$'],
  [String.raw`\d+`, 'US$5', '$$'],
  [String.raw`(?x) (\d) # one`, '$1st', '${1}st'],
  [String.raw`(\d)`, String.raw`\1-x`, '${1}'],
  [String.raw`(?<year>\d)`, String.raw`\g<year>`, '${year}'],
])('of %s the replacement %s is refused, with %s for advice', (pattern, replacement, advice) => {
  expect(problemOfReplacement(replacement, rustPatternFacts(pattern))).toContain(advice);
});

it.each<[string, string]>([
  [String.raw`(\d)`, '$1'], [String.raw`(\d)`, '${1}x'], [String.raw`(\d)`, '$0-$01'], [String.raw`(\d)`, '$$1x'], [String.raw`(\d)`, 'a $ b$'], [String.raw`(\d)`, '${1'],
  [String.raw`(?<year>\d)(?P<m>\d)`, '$year-${m}$2'], [String.raw`(\d)`, '$é'], [String.raw`(?x) (?<n> \d )`, '$n $9'], ['a|(b)', '$1'],
  [String.raw`\d`, String.raw`\1`], [String.raw`(\d)`, String.raw`\2 \n`],
])('of %s the replacement %s is taken', (pattern, replacement) => {
  expect(problemOfReplacement(replacement, rustPatternFacts(pattern))).toBeNull();
}); // prettier-ignore

it('a recipe is refused with the step and its field; what is taken as it stands is not', () => {
  const issues = (more: object) => recipeSchema.safeParse({ steps: [{ step: 'replaceText', columns: ['a'], pattern: '(a)', replacement: '$1x', ...more }] }).error?.issues ?? []; // prettier-ignore
  expect(issues({}).map(({ path, message }) => [path.join('.'), message])).toEqual([['steps.0.replacement', expect.stringMatching(/^the replacement names "\$1x".*\$\{1\}x/)]]); // prettier-ignore
  expect(issues({ literal: true })).toEqual([]);
  expect(issues({ pattern: '(' }).map(({ path }) => path.join('.'))).toEqual(['steps.0.pattern']);
});
