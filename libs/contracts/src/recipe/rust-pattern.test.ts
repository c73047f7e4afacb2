import { recipeSchema } from './recipe';
import { rustPatternFacts } from './rust-pattern';

const problem = (pattern: string) => rustPatternFacts(pattern).problem;

it.each<[string, string]>([
  ['(', '('], ['a)', ')'], ['[a', '[a'], ['(?=a)', '(?='], ['(?<!a)', '(?<!'], ['(?>a)', '(?>'], [String.raw`(a)\1`, String.raw`\1`], [String.raw`\k<n>`, String.raw`\k`],
  ['*a', '*'], ['[z-a]', 'z-a'], ['a\\', 'backslash'], [String.raw`\C`, String.raw`\C`], [String.raw`\Qa`, String.raw`\Q`], ['a{', '{'], ['a{,3}', '{'], ['x{3,2}', '{3,2}'],
  ['(?<n>a)(?<n>b)', 'n'], ['(?#c)', '(?#'], ['(?P=n)', '(?P='], [String.raw`[\h]`, String.raw`\h`],
])('%s is no pattern, for %s', (pattern, part) => expect(problem(pattern)).toContain(part)); // prettier-ignore

it.each([
  'a**', 'a{2}{3}', 'a{2000}', '(?x) a # (', '[a-z&&[^b(]]', String.raw`\u{1F600}`, String.raw`\p{Greek}`, String.raw`\p{Script=Greek}`, String.raw`\<a\>`, '(?P<n>a)', '(?<n>a)', '(?i:x)',
  '(?R)', '[[:alpha:]]', String.raw`\z`, String.raw`\pL`, '[]a]', '[^]a]', String.raw`\b{start}`, '(?-u)a', String.raw`\-`, '(?s-i:a)', 'a++', '(?U)a+', '[(]', String.raw`\(`, '[{]', '[a[b]c)]', '', 'é|ß',
])('%s is a pattern', (pattern) => expect(problem(pattern)).toBeNull()); // prettier-ignore

it.each<[string, number]>([
  ['a', 0], ['(a)(?:b)(?<c>c)(?P<d>d)', 3], [String.raw`\((a)[(]`, 1], ['(?i)((a)|b)', 2], ['[a[(]](b)', 1],
])('%s has %d groups', (pattern, groups) => expect(rustPatternFacts(pattern).groups).toBe(groups)); // prettier-ignore

const issuesOf = (step: object) => recipeSchema.safeParse({ steps: [{ step: 'trimWhitespace' }, step] }).error?.issues ?? [];

it.each<[object, string, string]>([
  [{ step: 'replaceText', columns: ['a'], pattern: '(?=a)', replacement: '' }, 'pattern', '(?='],
  [{ step: 'extractPattern', column: 'a', pattern: '(', into: 'b' }, 'pattern', '('],
  [{ step: 'extractPattern', column: 'a', pattern: '(a)', group: 5, into: 'b' }, 'group', '1 group'],
  [{ step: 'filterRows', where: [{ column: 'a', is: 'matches', to: '[z-a]' }] }, 'where.0.to', 'z-a'],
  [{ step: 'quarantineRows', where: [{ column: 'a', is: 'matches', to: '*' }] }, 'where.0.to', '*'],
])('a recipe is refused with the place and the reason: %j', (step, path, why) => {
  expect(issuesOf(step).map((issue) => [issue.path.join('.'), issue.message])).toEqual([[`steps.1.${path}`, expect.stringContaining(why)]]);
});

it('takes as it stands what is no pattern', () => {
  expect(issuesOf({ step: 'replaceText', columns: ['a'], pattern: '(', replacement: '', literal: true })).toEqual([]);
  expect(issuesOf({ step: 'filterRows', where: [{ column: 'a', is: 'equal', to: '(' }] })).toEqual([]);
});

it('says which kinds and semantic types there are, where one is none', () => {
  const messagesOf = (columns: unknown) =>
    issuesOf({ step: 'trimWhitespace', columns }).map(({ path, message }) => [path.join('.'), message]);
  expect(messagesOf({ kinds: ['string'] })).toEqual([['steps.1.columns', expect.stringMatching(/kinds\.0: .*"integer".*"text"/)]]);
  expect(messagesOf({ semanticTypes: ['mail'] })).toEqual([['steps.1.columns', expect.stringMatching(/semanticTypes\.0: .*"email"/)]]);
  expect(messagesOf(7)).toEqual([['steps.1.columns', expect.stringMatching(/^name columns in a list/)]]);
});
