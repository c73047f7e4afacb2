import { scopes } from '@millrace/contracts';
import { randomBytes, randomUUID } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { createHash } from 'node:crypto';
import { startPlatform, type Platform } from '../support/platform';

interface Route {
  readonly method: string;
  readonly path: string;
}
/** `key`: any API key, but no token. */
type Policy = (typeof scopes)[number] | 'key' | 'public';

/** What every route asks for. A route that is not here fails the test, and so does one here that is gone. */
const policies: Record<string, Policy> = {
  'post /v1/datasets': 'datasets:write',
  'get /v1/datasets': 'datasets:read',
  'get /v1/datasets/{id}': 'datasets:read',
  'delete /v1/datasets/{id}': 'datasets:write',
  'post /v1/datasets/{id}/versions': 'datasets:write',
  'get /v1/datasets/{id}/versions': 'datasets:read',
  'get /v1/datasets/{id}/metrics': 'datasets:read',
  'get /v1/datasets/{id}/policy': 'datasets:read',
  'patch /v1/datasets/{id}/policy': 'datasets:write',
  'get /v1/datasets/{id}/content': 'datasets:read',
  'post /v1/datasets/{id}/contract': 'datasets:write',
  'get /v1/datasets/{id}/contract': 'datasets:read',
  'get /v1/datasets/{id}/contract/export': 'datasets:read',
  'post /v1/datasets/{id}/runs': 'runs:write',
  'get /v1/runs': 'runs:read',
  'get /v1/runs/{id}': 'runs:read',
  'post /v1/runs/{id}/cancel': 'runs:write',
  'post /v1/runs/{id}/undo': 'runs:write',
  'get /v1/runs/{id}/events': 'runs:read',
  'get /v1/runs/{id}/profile': 'runs:read',
  'get /v1/runs/{id}/report': 'runs:read',
  'get /v1/runs/{id}/suggestion': 'runs:read',
  'get /v1/runs/{id}/comparison': 'runs:read',
  'post /v1/datasets/{id}/records:match': 'runs:write',
  'post /v1/runs/{id}/records:merge': 'runs:write',
  'get /v1/runs/{id}/golden-records': 'runs:read',
  'get /v1/runs/{id}/clusters': 'runs:read',
  'get /v1/runs/{id}/pairs': 'runs:read',
  'post /v1/runs/{id}/pairs:decide': 'runs:write',
  'get /v1/datasets/{id}/records/decisions': 'runs:read',
  'get /v1/recipes': 'runs:read',
  'put /v1/recipes/{name}': 'runs:write',
  'get /v1/recipes/{name}': 'runs:read',
  'get /v1/recipes/{name}/versions': 'runs:read',
  'get /v1/recipes/{name}/export': 'runs:read',
  'get /v1/recipes/{name}/diff': 'runs:read',
  'delete /v1/recipes/{name}': 'runs:write',
  'post /v1/datasets/{id}/recipes:suggest': 'runs:write',
  'post /v1/datasets/{id}/recipes:preview': 'runs:write',
  'get /v1/runs/{id}/preview': 'runs:read',
  'post /v1/datasets/{id}/recipes:sweep': 'runs:write',
  'get /v1/runs/{id}/sweep': 'runs:read',
  'get /v1/runs/{id}/manifest': 'runs:read',
  'get /v1/runs/{id}/explanation': 'runs:read',
  'get /v1/runs/{id}/findings': 'runs:read',
  'get /v1/runs/{id}/changes': 'runs:read',
  'get /v1/runs/{id}/changes/counts': 'runs:read',
  'get /v1/runs/{id}/suggested-changes': 'runs:read',
  'post /v1/runs/{id}/suggested-changes:decide': 'runs:write',
  'get /v1/datasets/{id}/suggested-changes/decisions': 'runs:read',
  'get /v1/runs/{id}/quarantine': 'runs:read',
  'get /v1/runs/{id}/rows-aside': 'runs:read',
  'get /v1/runs/{id}/failing-rows': 'runs:read',
  'get /v1/runs/{id}/artefacts': 'runs:read',
  'get /v1/runs/{id}/artefacts/{artefactId}/content': 'runs:read',
  'post /v1/webhooks': 'webhooks:write',
  'get /v1/webhooks': 'webhooks:read',
  'delete /v1/webhooks/{id}': 'webhooks:write',
  'get /v1/webhooks/{id}/deliveries': 'webhooks:read',
  'post /v1/keys': 'keys:write',
  'get /v1/keys': 'keys:read',
  'delete /v1/keys/{id}': 'keys:write',
  'post /v1/tokens': 'key',
  'get /v1/capacity': 'runs:read',
  'get /livez': 'public',
  'get /readyz': 'public',
  'get /metrics': 'public',
};

let platform: Platform;
let routes: Route[];
/** Ids of another tenant, by the start of the route's path. */
const foreign: Record<string, string> = {};
let foreignKey: string;

beforeAll(async () => {
  platform = await startPlatform(['api'], { WEBHOOK_ALLOW_PRIVATE: '1' });
  const document = (await platform.call('GET', '/docs/json', { key: null })).body as { paths: Record<string, Record<string, unknown>> };
  routes = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ method, path })));
  foreignKey = `mr_${randomBytes(24).toString('base64url')}`;
  const sql = await createConnection({ uri: platform.env['DATABASE_URL']! });
  const tenant = randomUUID();
  await sql.query('INSERT INTO tenants (id, name, created_at) VALUES (?, ?, NOW())', [tenant, 'other']);
  await sql.query('INSERT INTO api_keys (id, tenant_id, name, prefix, hash, scopes, created_at) VALUES (?, ?, ?, ?, ?, ?, NOW())', [
    randomUUID(),
    tenant,
    'k',
    'mr_',
    createHash('sha256').update(foreignKey).digest('hex'),
    JSON.stringify(scopes),
  ]);
  await sql.end();
  const dataset = await platform.call('POST', '/v1/datasets?run=profile', {
    key: foreignKey,
    body: 'a,b\n1,2\n',
    headers: { 'content-type': 'text/csv' },
  });
  const webhook = await platform.call('POST', '/v1/webhooks', { key: foreignKey, body: { url: 'http://127.0.0.1:1/' } });
  const [own] = (await platform.call('GET', '/v1/keys', { key: foreignKey })).body.items;
  Object.assign(foreign, { datasets: dataset.body.id, runs: dataset.body.run.id, webhooks: webhook.body.id, keys: own.id });
});
afterAll(() => platform.stop());

const fill = (path: string) => path.replace('{id}', foreign[path.split('/')[2] ?? ''] ?? '').replace('{artefactId}', randomUUID());
const bodies: Record<string, object> = { '/v1/datasets/{id}/runs': { kinds: ['profile'] } };
const request = ({ method, path }: Route, key: string | null) =>
  platform.call(method.toUpperCase(), fill(path), { key, body: method === 'post' ? (bodies[path] ?? {}) : undefined });

it('declares a policy for every route, and no other', () => {
  expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(policies).sort());
});

it('describes every route: its answer, its parameters, its problems', async () => {
  const { paths } = (await platform.call('GET', '/docs/json', { key: null })).body as {
    paths: Record<
      string,
      Record<string, { summary?: string; parameters: { name: string }[]; responses: Record<string, { content?: object }> }>
    >;
  };
  for (const [path, methods] of Object.entries(paths))
    for (const [method, { summary, parameters, responses }] of Object.entries(methods)) {
      if (policies[`${method} ${path}`] === 'public') continue;
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect([path, summary, parameters.map(({ name }) => name)]).toEqual([path, expect.any(String), expect.arrayContaining(wanted)]);
      const [status = ''] = Object.keys(responses);
      expect([path, status === '204' || responses[status]?.content !== undefined]).toEqual([path, true]);
      expect(responses['default']?.content).toHaveProperty(['application/problem+json']);
    }
});

it('asks for credentials on every route that is not public', async () => {
  for (const route of routes) {
    const { status } = await request(route, null);
    if (policies[`${route.method} ${route.path}`] === 'public') expect(status).toBe(200);
    else expect([route, status]).toEqual([route, 401]);
  }
});

it("answers 404 for another tenant's id on every route that takes one", async () => {
  const withId = routes.filter(({ path }) => path.includes('{id}'));
  expect(withId.length).toBeGreaterThan(15);
  for (const route of withId) expect([route, (await request(route, platform.key)).status]).toEqual([route, 404]);
});

it('starts no run for a key that may only upload', async () => {
  const { secret } = (await platform.call('POST', '/v1/keys', { body: { name: 'uploads', scopes: ['datasets:write'] } })).body;
  const upload = (query: string) =>
    platform.call('POST', `/v1/datasets${query}`, { key: secret, body: 'a\n1\n', headers: { 'content-type': 'text/csv' } });
  const refused = await upload('?run=profile');
  expect([refused.status, refused.body.code]).toEqual([403, 'insufficient-scope']);
  expect((await upload('')).status).toBe(201);
});

it('refuses every route to a key that has every scope but its own', async () => {
  for (const missing of scopes) {
    const { body } = await platform.call('POST', '/v1/keys', {
      body: { name: missing, scopes: scopes.filter((scope) => scope !== missing) },
    });
    for (const route of routes.filter(({ method, path }) => policies[`${method} ${path}`] === missing)) {
      const answer = await request(route, body.secret);
      expect([route, answer.status, answer.body.code]).toEqual([route, 403, 'insufficient-scope']);
    }
  }
});

describe('keys and tokens', () => {
  it('never give more than their maker has, and die with it', async () => {
    const weak = (await platform.call('POST', '/v1/keys', { body: { name: 'weak', scopes: ['keys:write', 'runs:read'] } })).body;
    expect((await platform.call('POST', '/v1/keys', { key: weak.secret, body: { name: 'more', scopes: ['datasets:read'] } })).status).toBe(
      403,
    );
    expect((await platform.call('POST', '/v1/tokens', { key: weak.secret, body: { scopes: ['datasets:read'] } })).status).toBe(403);
    const { token } = (await platform.call('POST', '/v1/tokens', { key: weak.secret, body: { scopes: ['runs:read'] } })).body;
    expect((await platform.call('GET', '/v1/runs', { key: token })).status).toBe(200);
    expect((await platform.call('GET', '/v1/datasets', { key: token })).status).toBe(403);
    expect((await platform.call('DELETE', `/v1/keys/${weak.id}`)).status).toBe(204);
    for (const key of [weak.secret, token]) expect((await platform.call('GET', '/v1/runs', { key })).status).toBe(401);
  });

  it('are made by keys only: what outlives a token cannot come from one', async () => {
    const { token } = (await platform.call('POST', '/v1/tokens', { body: {} })).body;
    expect((await platform.call('GET', '/v1/keys', { key: token })).status).toBe(200);
    for (const [path, body] of [
      ['/v1/keys', { name: 'lasting', scopes: ['runs:read'] }],
      ['/v1/tokens', {}],
    ] as const)
      expect((await platform.call('POST', path, { key: token, body })).body.code).toBe('insufficient-scope');
  });

  it('refuses tokens that are signed by nobody or by another', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { tid: 'x', kid: 'y', scopes, iss: 'millrace', exp: 9_999_999_999 };
    for (const token of [`${part({ alg: 'none' })}.${part(claims)}.`, `${part({ alg: 'HS256' })}.${part(claims)}.AAAA`])
      expect((await platform.call('GET', '/v1/runs', { key: token })).status).toBe(401);
  });
});
