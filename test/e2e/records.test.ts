import { startPlatform, type Platform } from '../support/platform';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform(['api', 'data-worker']);
}, 90_000);
afterAll(() => platform.stop());

let state = 7;
const below = (count: number) => (state = (state * 48_271) % 2_147_483_647) % count;
const word = () => Array.from({ length: 3 }, () => 'bdfgklmnprst'.charAt(below(12)) + 'aeiou'.charAt(below(5))).join('');
const [given, family, streets] = [40, 200, 150].map((count) => Array.from({ length: count }, word));
const pick = (list: string[] | undefined) => list?.[below(list.length)] ?? '';
const persons = Array.from({ length: 400 }, () => [
  pick(given),
  pick(family),
  `${1 + below(90)} ${pick(streets)} street`,
  `19${10 + below(80)}-0${1 + below(9)}-1${below(10)}`,
]);
const told = persons.slice(0, 10).map(([first = '', ...others]) => [`${first.slice(0, 2)}${first.slice(3)}`, ...others]);
const table = `id,given,family,address,born\n${[...persons, ...told].map((cells, row) => [`r${row}`, ...cells].join(',')).join('\n')}\n`;

const upload = async (): Promise<string> =>
  (await platform.call('POST', '/v1/datasets', { body: table, headers: { 'content-type': 'text/csv' } })).body.id;
const match = (id: string, body: object) => platform.call('POST', `/v1/datasets/${id}/records:match`, { body });

it('finds the rows that tell of the same person, with the reasons, and changes nothing', async () => {
  const started = await match(await upload(), { match: { ignore: ['id'] } });
  expect([started.status, started.body.kinds]).toEqual([202, ['match']]);
  const run = await platform.ended(started.body.id);
  expect(run).toMatchObject({ state: 'completed', summary: { rows: 410, clusters: 10, duplicates: 10 } });
  const first = (await platform.call('GET', `/v1/runs/${run.id}/clusters?limit=6`)).body;
  const rest = (await platform.call('GET', `/v1/runs/${run.id}/clusters?limit=6&cursor=${first.nextCursor}`)).body;
  const clusters = [...first.items, ...rest.items] as { rows: number[]; confidence: number }[];
  expect(clusters.map(({ rows }) => rows)).toEqual(told.map((_, at) => [at, 400 + at]));
  expect(Math.min(...clusters.map(({ confidence }) => confidence))).toBeGreaterThanOrEqual(0.95);
  const { items } = (await platform.call('GET', `/v1/runs/${run.id}/pairs?are=same`)).body;
  expect(items).toHaveLength(10);
  expect(items[0].evidence.map(({ column }: { column: string }) => column).sort()).toEqual(['address', 'born', 'family', 'given']);
}, 60_000);

it('leaves what is not sure to people, with the cells of both rows', async () => {
  const run = await platform.ended((await match(await upload(), { match: { ignore: ['id'], threshold: 1 } })).body.id);
  expect(run.summary).toMatchObject({ clusters: 0, toReview: 10 });
  const { items, nextCursor } = (await platform.call('GET', `/v1/runs/${run.id}/pairs`)).body;
  expect([items.length, nextCursor]).toEqual([10, null]);
  for (const { rows, cells, probability } of items as {
    rows: [number, number];
    cells: [Record<string, string>, Record<string, string>];
    probability: number;
  }[]) {
    expect(rows[1]).toBe(rows[0] + 400);
    expect(probability).toBeLessThan(1);
    expect([cells[0]['born'], cells[0]['address']]).toEqual([cells[1]['born'], cells[1]['address']]);
  }
}, 60_000);

it('refuses what it does not know', async () => {
  const id = await upload();
  const code = async (body: object) => (await match(id, body)).body.code;
  expect(await code({ match: { review: 0.99 } })).toBe('validation-failed');
  expect(await code({ match: { comparators: { given: 'telepathy' } } })).toBe('validation-failed');
  expect(await code({ threshold: 0.9 })).toBe('validation-failed');
  const absent = await platform.ended((await match(id, { match: { columns: ['surname'] } })).body.id);
  expect(absent).toMatchObject({ state: 'failed', failure: { code: 'unknown-column', place: { column: 'surname' } } });
  expect((await platform.call('GET', `/v1/runs/${absent.id}/clusters`)).status).toBe(404);
  expect((await match('00000000-0000-4000-8000-000000000000', {})).status).toBe(404);
}, 60_000);
