import { profileColumns } from '../relations/testing/profile-rows';
import { maskPattern } from './mask-pattern';
import { wilsonLower } from './wilson';

const range = (length: number, of: (at: number) => string | null) => Array.from({ length }, (_, at) => of(at));
const minedFrom = async (columns: Record<string, (string | null)[]>) => (await profileColumns(columns)).suggestedRules!;
const n = 100;

describe("Wilson's lower bound", () => {
  it.each([
    // 95 % of 8 in 10 is 0.4902 to 0.9433, of 10 in 10 from 0.7225, of 0 in 10 from 0 (Brown, Cai and DasGupta 2001).
    [8, 10, 0.4902],
    [10, 10, 0.7225],
    [0, 10, 0],
    [0, 0, 0],
  ])('of %d in %d is %d', (successes, trials, bound) => {
    expect(wilsonLower(successes, trials)).toBeCloseTo(bound, 4);
  });
});

it.each([
  ['AA-9999', '[A-Z]{2}-[0-9]{4}'],
  ['a.~', '[a-z]\\.\\p{L}'],
  ['(999) 9', '\\([0-9]{3}\\) [0-9]'],
])('writes the mask %s as %s', (mask, pattern) => {
  expect(maskPattern(mask)).toBe(pattern);
  expect(new RegExp(`^(?:${pattern})$`, 'u').test(mask.replaceAll('9', '7').replaceAll('~', 'é'))).toBe(true);
});

it('suggests what the cells keep to, with those that do not', async () => {
  const mined = await minedFrom({
    code: range(n, (at) => (at === 7 ? 'oops' : `AB-${1000 + at}`)),
    colour: range(n, (at) => ['red', 'green', 'blue'][at % 3]!),
    amount: range(n, (at) => (at === 3 ? null : `${at % 50}.5`)),
    day: range(n, (at) => `2024-01-${String((at % 28) + 1).padStart(2, '0')}`),
  });
  const find = (kind: string, column: string) => mined.find(({ rule }) => rule.kind === kind && 'column' in rule && rule.column === column);
  const bound = (violations: number, support: number) => Math.floor(wilsonLower(support - violations, support) * 1e6) / 1e6;
  expect(find('pattern', 'code')).toEqual({
    rule: { kind: 'pattern', column: 'code', pattern: '[A-Z]{2}-[0-9]{4}' },
    support: n,
    violations: 1,
    confidence: bound(1, n),
  });
  expect(find('unique', 'code')).toMatchObject({ support: n, violations: 0 });
  expect(find('unique', 'colour')).toBeUndefined();
  expect(find('inSet', 'colour')!.rule).toMatchObject({ values: ['blue', 'green', 'red'] });
  expect(find('notNull', 'amount')).toMatchObject({ support: n, violations: 1 });
  expect(find('range', 'amount')!.rule).toMatchObject({ min: 0.5, max: 49.5 });
  expect(find('type', 'amount')!.rule).toMatchObject({ type: 'decimal' });
  expect(find('range', 'day')!.rule).toMatchObject({ min: '2024-01-01', max: '2024-01-28' });
});

it('suggests composite keys and dependencies', async () => {
  const mined = await minedFrom({
    shop: range(n, (at) => `s${at % 10}`),
    day: range(n, (at) => `d${Math.floor(at / 10)}`),
    town: range(n, (at) => ['Ulm', 'Bonn', 'Kiel', 'Jena', 'Hof', 'Trier', 'Gera', 'Suhl', 'Celle', 'Goch'][at % 10]!),
  });
  expect(mined.map(({ rule }) => rule)).toContainEqual({ kind: 'key', columns: ['shop', 'day'] });
  expect(mined.map(({ rule }) => rule)).toContainEqual({ kind: 'dependency', determinants: ['shop'], dependent: 'town' });
});

it('suggests nothing from a few cells, nor what every twentieth breaks', async () => {
  expect(await minedFrom({ a: range(19, (at) => `${at}`) })).toEqual([]);
  const holes = await minedFrom({ a: range(n, (at) => (at % 10 === 0 ? null : `${at % 7}`)) });
  expect(holes.some(({ rule }) => rule.kind === 'notNull')).toBe(false);
});
