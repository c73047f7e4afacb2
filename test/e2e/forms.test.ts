import { usePlatform, type Answer } from '../support/platform';

const csv = 'id,name\n1,Ann\n2,Bob\n';
const platform = usePlatform(['api']);

type Part = readonly [name: string, content: string, fileName?: string];
const form = (...parts: readonly Part[]) => {
  const body = new FormData();
  for (const [name, content, fileName] of parts)
    if (fileName === undefined) body.append(name, content);
    else body.append(name, new Blob([content]), fileName);
  return body;
};
const send = (body: FormData | string, query = '') =>
  platform.call('POST', `/v1/datasets${query}`, { body, ...(typeof body === 'string' && { headers: { 'content-type': 'text/csv' } }) });
const count = async () => (await platform.call('GET', '/v1/datasets?limit=200')).body.items.length;
const fields = ({ body }: Answer) => body.errors.map(({ field }: { field: string }) => field);
const file: Part = ['file', csv, 'a.csv'];
// The parts of a small form come in one piece, those of a large one after another: both are treated alike.
const large: Part = ['file', `id,name\n${'1,Ann\n'.repeat(500_000)}`, 'a.csv'];

describe.each([
  ['small', file],
  ['large', large],
])('a %s form', (_, own) => {
  it.each<[string, readonly Part[], string]>([
    ['a field after its file', [['name', 'n'], own, ['delimiter', ';']], 'delimiter'],
    ['a second file', [own, ['more', csv, 'b.csv']], 'file'],
    ['a second file that is large', [own, ['more', large[1], 'b.csv']], 'file'],
    ['a field that is given twice', [['name', 'n'], ['name', 'm'], own], 'name'],
    ['a field that nobody knows', [['nmae', 'n'], own], 'nmae'],
    ['a field that reaches for a prototype', [['__proto__', 'n'], own], '__proto__'],
    ['a field that is too long', [['recipe', `"${'x'.repeat(20_000)}"`], own], 'recipe'],
  ])('with %s is refused, and nothing of it is kept', async (_name, parts, field) => {
    const before = await count();
    const answer = await send(form(...parts));
    expect([answer.status, answer.body.code, fields(answer)]).toEqual([400, 'validation-failed', [field]]);
    expect(await count()).toBe(before);
  });

  it('with its fields before its file is taken', async () => {
    const answer = await send(form(['name', 'in order'], own));
    expect([answer.status, answer.body.name, answer.body.latestVersion.bytes]).toEqual([201, 'in order', own[1].length]);
  });
});

it('refuses a field that is in the query too', async () => {
  const answer = await send(form(['name', 'a'], file), '?name=b');
  expect([answer.status, answer.body.code, answer.body.detail]).toEqual([400, 'validation-failed', expect.stringContaining('name')]);
});

it('refuses a form of many fields', async () => {
  const many = Array.from({ length: 51 }, (_, at): Part => [`f${at}`, 'x']);
  expect((await send(form(...many, file))).body.code).toBe('validation-failed');
});

describe('parameters that a route does not know', () => {
  it.each<[string, string, string[]]>([
    ['POST', '/v1/datasets?runs=profile', ['runs']],
    ['POST', '/v1/datasets?run=profile&recipes=x&name=a&nmae=b', ['recipes', 'nmae']],
    ['GET', '/v1/datasets?page=2', ['page']],
    ['GET', '/v1/runs?states=failed', ['states']],
    ['GET', '/v1/webhooks?limit=1', ['limit']],
    ['GET', '/v1/capacity?class=a', ['class']],
  ])('are named: %s %s', async (method, path, names) => {
    const answer = await platform.call(method, path, method === 'POST' ? { body: csv, headers: { 'content-type': 'text/csv' } } : {});
    expect([answer.status, answer.body.code, fields(answer)]).toEqual([400, 'validation-failed', names]);
  });

  it.each(['recipe={"steps":[]}', 'compare={}', 'profile={}'])('and those that only a run needs, without one: %s', async (parameter) => {
    const answer = await send(csv, `?${encodeURI(parameter)}`);
    expect([answer.status, answer.body.code, fields(answer)]).toEqual([400, 'validation-failed', [parameter.split('=')[0]]]);
  });
});

it('lists runs by a kind that they have', async () => {
  const one = (await send(csv, '?run=profile')).body.run.id;
  const two = (await send(csv, '?run=cleanse,explain')).body.run.id;
  const ids = async (kind: string) =>
    (await platform.call('GET', `/v1/runs?kind=${kind}&limit=200`)).body.items.map(({ id }: { id: string }) => id);
  expect([await ids('profile'), await ids('explain'), await ids('compare')]).toEqual([[one], [two], []]);
  expect((await platform.call('GET', '/v1/runs?kind=explode')).status).toBe(400);
});
