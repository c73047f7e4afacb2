import { startPlatform, type Platform } from '../support/platform';

const csv = 'id,name\n1,Ann\n2,Bob\n';
let platform: Platform;
let path: string;
let datasetId: string;
beforeAll(async () => {
  platform = await startPlatform(['api']);
  const { body } = await platform.call('POST', '/v1/datasets', { body: csv, headers: { 'content-type': 'text/csv' } });
  datasetId = body.id;
  path = `/v1/datasets/${body.id}/content`;
});
afterAll(() => platform.stop());

const get = (headers: Record<string, string>) => platform.call('GET', path, { headers });

it.each<[string, string, number, string, string | null]>([
  ['a range', 'bytes=0-6', 206, 'id,name', `bytes 0-6/${csv.length}`],
  ['the end', 'bytes=-6', 206, '2,Bob\n', `bytes ${csv.length - 6}-${csv.length - 1}/${csv.length}`],
  ['what follows', 'bytes=14-', 206, '2,Bob\n', `bytes ${csv.length - 6}-${csv.length - 1}/${csv.length}`],
  ['more than there is', 'bytes=14-999', 206, '2,Bob\n', `bytes ${csv.length - 6}-${csv.length - 1}/${csv.length}`],
  ['several ranges, which are not served', 'bytes=0-1,3-4', 200, csv, null],
  ['another unit', 'rows=0-1', 200, csv, null],
])('serves %s', async (_, range, status, body, contentRange) => {
  const answer = await get({ range });
  expect([answer.status, answer.body, answer.headers.get('content-range')]).toEqual([status, body, contentRange]);
});

it.each(['bytes=20-', 'bytes=999-1000', 'bytes=-0'])('says by a problem that there is no such range: %s', async (range) => {
  const answer = await get({ range });
  expect([answer.status, answer.body.code, answer.headers.get('content-range')]).toEqual([
    416,
    'range-not-satisfiable',
    `bytes */${csv.length}`,
  ]);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
});

it('serves a range of the content that it was begun with, and the whole of any other', async () => {
  const etag = (await get({})).headers.get('etag')!;
  const range = 'bytes=0-1';
  expect((await get({ range, 'if-range': etag })).status).toBe(206);
  for (const other of ['"other"', `W/${etag}`, 'Sat, 21 Nov 2026 10:00:00 GMT'])
    expect(await get({ range, 'if-range': other })).toMatchObject({ status: 200, body: csv });
});

it('describes the statuses that there are', async () => {
  const { paths } = (await platform.call('GET', '/docs/json', { key: null })).body;
  const statuses = (route: string, method: string) => Object.keys(paths[route][method].responses);
  for (const route of ['/v1/datasets', '/v1/datasets/{id}/versions'])
    expect(statuses(route, 'post')).toEqual(expect.arrayContaining(['201', '202']));
  for (const route of ['/v1/datasets/{id}/content', '/v1/runs/{id}/artefacts/{artefactId}/content', '/v1/runs/{id}/profile'])
    expect(statuses(route, 'get')).toEqual(expect.arrayContaining(['200', '206', '307', '416']));
});

it('keeps the last version that is ready as the latest, whatever became of later ones', async () => {
  const version = (body: string, headers = {}) =>
    platform.call('POST', `/v1/datasets/${datasetId}/versions`, { body, headers: { 'content-type': 'text/csv', ...headers } });
  const second = await version(`${csv}3,Eve\n`);
  expect((await version(csv, { 'x-content-sha256': 'a'.repeat(64) })).status).toBe(422);
  const dataset = (await platform.call('GET', `/v1/datasets/${datasetId}`)).body;
  expect(dataset.latestVersion).toMatchObject({ id: second.body.versionId, number: 2, state: 'ready' });
  expect((await platform.call('GET', '/v1/datasets')).body.items).toEqual([dataset]);
  const { items } = (await platform.call('GET', `/v1/datasets/${datasetId}/versions`)).body;
  expect(items.map(({ state }: { state: string }) => state)).toEqual(['rejected', 'ready', 'ready']);
});
