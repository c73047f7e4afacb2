import { recipeSchema } from './recipe';

const messagesOf = (expression: string) =>
  (recipeSchema.safeParse({ steps: [{ step: 'deriveColumn', expression, into: 'x' }] }).error?.issues ?? []).map(({ path, message }) => [
    path.join('.'),
    message,
  ]);

it.each([
  ['require(1)', 'calls require with 1 values; functions are or, and'],
  ['constructor(1)', 'calls constructor'],
  ['if(a, b)', 'calls if with 2 values'],
  ['born born', 'goes on with "born"'],
  ['a +', 'has "its end" where a value should be'],
  ['a ? b', 'not understood at character'],
  ['a and 1', 'where something true or false should be'],
  ["if('x', 1, 2)", 'where something true or false should be'],
  [`${'('.repeat(60)}1${')'.repeat(60)}`, 'goes too deep'],
  [`${'1/('.repeat(20)}a${')'.repeat(20)}`, 'too many divisions'],
  [`${'if('.repeat(20)}a = 1${', 1, 2) = 1'.repeat(20).slice(0, -4)}`, 'too many divisions or conditions'],
])('%s is refused before it runs', (expression, why) => {
  expect(messagesOf(expression)).toEqual([['steps.0.expression', expect.stringContaining(why)]]);
});

it.each(["if(not (a = 1 or b < 2), concat(a, 'x'), [c d])", '-round(a) / length(trim(b))', 'coalesce(a, upper(b))'])(
  '%s is taken',
  (expression) => expect(messagesOf(expression)).toEqual([]),
);

it('a long sum is taken, and so are divisions one after another', () => {
  for (const sign of ['+', '/']) expect(messagesOf(Array.from({ length: 900 }, () => 'a').join(sign))).toEqual([]);
});
