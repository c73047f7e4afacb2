import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { startPlatform, type Answer, type Platform } from '../support/platform';
import { headOf, openSocket, readAnswer } from '../support/raw-request';

const csv = 'id,name\n1,Ann\n2,Bob\n';
let platform: Platform;
let api: ChildProcess;

const up = async () => {
  api = platform.start('api', { LEASE_SECONDS: '2' });
  for (let tries = 0; tries < 1800; tries += 1) {
    const answers = await platform.call('GET', '/livez', { key: null }).catch(() => null);
    if (answers?.status === 200) return;
    await sleep(50);
  }
  throw new Error('the API did not come up');
};
beforeAll(async () => {
  platform = await startPlatform([]);
  await up();
});
afterAll(() => platform.stop());

let keys = 0;
const newKey = () => `key-${(keys += 1)}`;
const upload = (
  key: string,
  { path = '/v1/datasets', body = csv, headers = {} }: { path?: string; body?: string | FormData; headers?: object } = {},
): Promise<Answer> =>
  platform.call('POST', path, {
    body,
    headers: { 'idempotency-key': key, ...(typeof body === 'string' && { 'content-type': 'text/csv' }), ...headers },
  });
const form = (fields: Record<string, string>, content = csv, fileName = 'people.csv') => {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  body.set('file', new Blob([content]), fileName);
  return body;
};
const count = async (): Promise<number> => (await platform.call('GET', '/v1/datasets?limit=200')).body.items.length;
/** An upload that has begun and goes on when it is told to. */
const slowUpload = async (key: string) => {
  const socket = await openSocket(platform);
  const length = { 'content-length': String(csv.length), 'content-type': 'text/csv', 'idempotency-key': key, connection: 'close' };
  socket.write(headOf(platform, 'POST /v1/datasets', length) + csv.slice(0, 5));
  return { socket, end: () => socket.write(csv.slice(5)), answer: readAnswer(socket) };
};

it('frees a key within its lease when the API is killed in the middle of an upload', async () => {
  const key = newKey();
  const before = await count();
  const { answer } = await slowUpload(key);
  await sleep(300);
  api.kill('SIGKILL');
  await once(api, 'exit');
  await answer;
  await up();
  const since = performance.now();
  let again = await upload(key);
  while (again.body.code === 'idempotency-in-progress' && performance.now() - since < 60_000) {
    await sleep(200);
    again = await upload(key);
  }
  expect(again.status).toBe(201);
  expect((await upload(key)).body.id).toBe(again.body.id);
  await sleep(100);
  // The broken one is not there for long; what counts is that the repeat made one.
  expect(await count()).toBeLessThanOrEqual(before + 2);
});

it('keeps a key for an upload that lives longer than the lease', async () => {
  const key = newKey();
  const { end, answer } = await slowUpload(key);
  for (let round = 0; round < 5; round += 1) {
    await sleep(800);
    expect(await upload(key)).toMatchObject({ status: 409, body: { code: 'idempotency-in-progress' } });
  }
  end();
  const first = await answer;
  expect(first.status).toBe(201);
  const repeat = await upload(key);
  expect([repeat.status, repeat.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
  expect(repeat.body).toEqual(JSON.parse(first.body));
});

it('makes one dataset of many uploads at once under one key', async () => {
  const [key, before] = [newKey(), await count()];
  const answers = await Promise.all(Array.from({ length: 8 }, () => upload(key)));
  expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
  for (const { status, body } of answers) expect(status === 201 || body.code === 'idempotency-in-progress').toBe(true);
  expect(await count()).toBe(before + 1);
});

describe('a repeat', () => {
  it.each<[string, (key: string) => Promise<Answer>, (key: string) => Promise<Answer>]>([
    ['of the same bytes', (key) => upload(key), (key) => upload(key)],
    [
      'that declares the hash of the same bytes',
      (key) => upload(key),
      (key) => upload(key, { headers: { 'content-digest': `sha-256=:${createHash('sha256').update(csv).digest('base64')}:` } }),
    ],
    ['of the same form', (key) => upload(key, { body: form({ name: 'a' }) }), (key) => upload(key, { body: form({ name: 'a' }) })],
    [
      'with its query in another order',
      (key) => upload(key, { path: '/v1/datasets?name=a&delimiter=tab' }),
      (key) => upload(key, { path: '/v1/datasets?delimiter=tab&name=a' }),
    ],
  ])('%s gets the first answer', async (_, first, second) => {
    const key = newKey();
    const [one, two] = [await first(key), await second(key)];
    expect([one.status, two.status, two.headers.get('idempotency-replayed')]).toEqual([201, 201, 'true']);
    expect([two.body, two.headers.get('location')]).toEqual([one.body, one.headers.get('location')]);
  });

  it.each<[string, (key: string) => Promise<Answer>, (key: string, id: string) => Promise<Answer>]>([
    ['other bytes', (key) => upload(key), (key) => upload(key, { body: csv.replace('Ann', 'Eve') })],
    ['other bytes in a form', (key) => upload(key, { body: form({}) }), (key) => upload(key, { body: form({}, `${csv}3,Eve\n`) })],
    ['another field', (key) => upload(key, { body: form({ name: 'a' }) }), (key) => upload(key, { body: form({ name: 'b' }) })],
    ['another file name', (key) => upload(key, { body: form({}) }), (key) => upload(key, { body: form({}, csv, 'other.csv') })],
    ['another query', (key) => upload(key), (key) => upload(key, { path: '/v1/datasets?name=b' })],
    ['another route', (key) => upload(key), (key, id) => upload(key, { path: `/v1/datasets/${id}/versions` })],
    ['a body where there was a form', (key) => upload(key, { body: form({}) }), (key) => upload(key)],
  ])('with %s is refused', async (_, first, second) => {
    const key = newKey();
    const one = await first(key);
    expect(one.status).toBe(201);
    const before = await count();
    expect(await second(key, one.body.id)).toMatchObject({ status: 422, body: { code: 'idempotency-conflict' } });
    expect(await count()).toBe(before);
    expect((await first(key)).body.id).toBe(one.body.id);
  });

  it.each([
    ['its hash is that of the first', { 'x-content-sha256': createHash('sha256').update(csv).digest('hex') }, 201],
    ['its hash is another', { 'x-content-sha256': 'a'.repeat(64) }, 422],
    ['its length is another', { 'content-length': '5000000' }, 422],
  ])('is answered before it has come where %s', async (_, declared, status) => {
    const key = newKey();
    await upload(key);
    const socket = await openSocket(platform);
    const headers = { 'content-length': String(csv.length), 'content-type': 'text/csv', 'idempotency-key': key, ...declared };
    socket.write(headOf(platform, 'POST /v1/datasets', headers));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    if (status === 422) expect(answer.toString()).toContain('idempotency-conflict');
    socket.destroy();
  });

  it('that was answered early is read to its end, so that the connection serves the next request', async () => {
    const key = newKey();
    await upload(key);
    const socket = await openSocket(platform);
    const sha256 = createHash('sha256').update(csv).digest('hex');
    const headers = {
      'content-length': String(csv.length),
      'content-type': 'text/csv',
      'idempotency-key': key,
      'x-content-sha256': sha256,
    };
    socket.write(headOf(platform, 'POST /v1/datasets', headers));
    expect(((await once(socket, 'data')) as [Buffer])[0].toString()).toMatch(/^HTTP\/1.1 201 /);
    socket.write(csv + headOf(platform, 'GET /v1/datasets', { connection: 'close' }));
    expect((await readAnswer(socket)).status).toBe(200);
  });

  it('of a request that failed is a new one', async () => {
    const key = newKey();
    expect((await upload(key, { headers: { 'x-content-sha256': 'a'.repeat(64) } })).status).toBe(422);
    expect((await upload(key)).status).toBe(201);
  });

  it('makes nothing twice where the process was lost between the commit and the answer', async () => {
    const [key, runKey] = [newKey(), newKey()];
    const first = await upload(key);
    const start = () =>
      platform.call('POST', `/v1/datasets/${first.body.id}/runs`, { body: { kinds: ['profile'] }, headers: { 'idempotency-key': runKey } });
    const run = await start();
    const sql = await createConnection({ uri: platform.env['DATABASE_URL']! });
    await sql.query('UPDATE idempotency_keys SET answer = NULL WHERE idempotency_key IN (?)', [[key, runKey]]);
    await sql.end();
    const [again, runAgain] = [await upload(key), await start()];
    expect([again.status, again.body.versionId, again.headers.get('location')]).toEqual([
      201,
      first.body.versionId,
      first.headers.get('location'),
    ]);
    expect([runAgain.status, runAgain.body.id]).toEqual([202, run.body.id]);
  });

  it('of a run with other kinds is refused', async () => {
    const { body } = await upload(newKey());
    const key = newKey();
    const start = (kinds: string[]) =>
      platform.call('POST', `/v1/datasets/${body.id}/runs`, { body: { kinds }, headers: { 'idempotency-key': key } });
    expect((await start(['profile'])).status).toBe(202);
    expect(await start(['cleanse'])).toMatchObject({ status: 422, body: { code: 'idempotency-conflict' } });
  });
});
