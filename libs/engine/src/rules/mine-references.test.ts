import { profileColumns } from '../relations/testing/profile-rows';

const range = (length: number, of: (at: number) => string | null) => Array.from({ length }, (_, at) => of(at));
const referencesIn = async (columns: Record<string, (string | null)[]>) =>
  (await profileColumns(columns)).suggestedRules!.filter(({ rule }) => rule.kind === 'references');
const n = 300;

it('suggests that codes stand in the key of the table, with those that do not', async () => {
  const found = await referencesIn({
    code: range(n, (at) => `AB-${7000 + at * 3}`),
    parent: range(n, (at) => (at % 5 === 0 ? null : at === 7 ? 'AB-7001' : `AB-${7000 + (at % 60) * 3}`)),
  });
  expect(found).toMatchObject([{ rule: { kind: 'references', column: 'parent', to: 'code' }, support: 240, violations: 1 }]);
});

it('suggests that numbers stand in a key that leaves much of its range out', async () => {
  const found = await referencesIn({
    number: range(n, (at) => String(1000 + at * 7)),
    other: range(n, (at) => String(1000 + (at % 50) * 7)),
    within: range(n, (at) => String(1001 + (at % 50) * 7)),
  });
  expect(found.map(({ rule }) => rule)).toEqual([{ kind: 'references', column: 'other', to: 'number' }]);
});

it('takes numbers within a key without gaps for a reference only by their name', async () => {
  const found = await referencesIn({
    id: range(n, (at) => String(at + 1)),
    age: range(n, (at) => String(18 + (at % 70))),
    manager_id: range(n, (at) => String(1 + (at % 40))),
  });
  expect(found.map(({ rule }) => rule)).toEqual([{ kind: 'references', column: 'manager_id', to: 'id' }]);
});

it('suggests nothing of few values', async () => {
  const found = await referencesIn({ code: range(n, (at) => `AB-${7000 + at}`), kind: range(n, (at) => `AB-${7000 + (at % 5)}`) });
  expect(found).toEqual([]);
});
