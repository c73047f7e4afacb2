import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { usePlatform } from '../support/platform';

const platform = usePlatform(['api', 'data-worker']);

const csv = { 'content-type': 'text/csv' };
const trim = { steps: [{ step: 'trimWhitespace' }] };
const both = { steps: [{ step: 'trimWhitespace', columns: ['town'] }, { step: 'normaliseNulls' }] };
const save = (name: string, recipe: unknown, key?: string) =>
  platform.call('PUT', `/v1/recipes/${name}`, { body: { recipe } as object, ...(key && { key }) });
const get = (path: string, key?: string) => platform.call('GET', `/v1/recipes${path}`, key ? { key } : {});

it('keeps versions of a recipe, and says how they differ', async () => {
  expect((await save('orders', trim)).body).toMatchObject({ name: 'orders', number: 1, recipe: trim });
  expect((await save('orders', trim)).body.number).toBe(1);
  expect((await save('orders', both)).body.number).toBe(2);
  expect((await get('/orders')).body.number).toBe(2);
  expect((await get('/orders?number=1')).body.recipe).toMatchObject(trim);
  expect((await get('/orders/versions')).body.items.map(({ number }: { number: number }) => number)).toEqual([2, 1]);
  expect((await get('/orders/diff?from=1')).body).toMatchObject({
    from: 1,
    to: 2,
    isSame: false,
    steps: [
      { change: 'changed', stepName: 'trimWhitespace', parameters: [{ parameter: 'columns', after: ['town'] }] },
      { change: 'added', stepName: 'normaliseNulls', from: null, to: 1 },
    ],
  });
  const exported = (await get('/orders/export')).body;
  expect(exported).toMatchObject({ version: 1, steps: both.steps });
  expect((await save('copy', exported)).body.recipe).toEqual(exported);
});

it('lists them page by page, and gives one number to each of many that save at once', async () => {
  for (const name of ['a', 'b', 'c']) await save(name, trim);
  const names: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { items, nextCursor }: { items: { name: string }[]; nextCursor: string | null } = (
      await get(`?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
    ).body;
    names.push(...items.map(({ name }) => name));
    cursor = nextCursor;
  }
  expect(names).toEqual(['a', 'b', 'c', 'copy', 'orders']);
  const many = await Promise.all(
    Array.from({ length: 6 }, (_, at) => save('raced', { steps: [{ step: 'trimWhitespace', columns: [`c${at}`] }] })),
  );
  expect(many.map(({ body }) => body.number).sort()).toEqual([1, 2, 3, 4, 5, 6]);
});

it('is replayed on the next version of a dataset, previewed, and kept by runs when it is gone', async () => {
  await save('replayed', both);
  const query = `run=cleanse&recipe=${encodeURIComponent(JSON.stringify({ saved: 'replayed' }))}`;
  const first = await platform.call('POST', `/v1/datasets?${query}`, { body: 'town,n\n Ulm,N/A\nHof,2\n', headers: csv });
  expect((await platform.ended(first.body.run.id)).summary).toMatchObject({ changes: 2 });
  const next = `/v1/datasets/${first.body.id}/versions?${query}`;
  const second = await platform.call('POST', next, { body: 'town,n\n Ulm,1\nHof,2\n Bonn ,3\n', headers: csv });
  expect((await platform.ended(second.body.run.id)).summary).toMatchObject({ changes: 2 });
  const previewed = await platform.call('POST', `/v1/datasets/${first.body.id}/recipes:preview`, {
    body: { recipe: { saved: 'replayed', number: 1 } },
  });
  expect((await platform.ended(previewed.body.id)).summary).toMatchObject({ changedCells: 2 });
  const run = await platform.call('POST', `/v1/datasets/${first.body.id}/runs`, {
    body: { kinds: ['cleanse'], recipe: { saved: 'replayed' } },
  });
  expect((await platform.call('DELETE', '/v1/recipes/replayed')).status).toBe(204);
  expect((await platform.ended(run.body.id)).summary).toMatchObject({ changes: 2 });
  const gone = await platform.call('POST', `/v1/datasets/${first.body.id}/runs`, {
    body: { kinds: ['cleanse'], recipe: { saved: 'replayed' } },
  });
  expect([gone.status, gone.body.code]).toEqual([404, 'not-found']);
});

it("refuses what is no recipe or name, and another tenant's", async () => {
  const code = ({ status, body }: { status: number; body: { code: string } }) => [status, body.code];
  expect(code(await save('x', { steps: [{ step: 'tidyUp' }] }))).toEqual([422, 'unknown-step']);
  expect(code(await save('x', 'suggested'))).toEqual([422, 'invalid-recipe']);
  expect(code(await save('x', undefined))).toEqual([422, 'invalid-recipe']);
  expect(code(await save('%20x', trim))).toEqual([400, 'validation-failed']);
  expect(code(await get('/never'))).toEqual([404, 'not-found']);
  expect(code(await get('/orders?number=9'))).toEqual([404, 'not-found']);
  expect(code(await get('/orders/diff'))).toEqual([400, 'validation-failed']);

  const key = `mr_${randomBytes(24).toString('base64url')}`;
  const sql = await createConnection({ uri: platform.env['DATABASE_URL']! });
  const tenant = randomUUID();
  await sql.query('INSERT INTO tenants (id, name, created_at) VALUES (?, ?, NOW())', [tenant, 'other']);
  await sql.query('INSERT INTO api_keys (id, tenant_id, name, prefix, hash, scopes, created_at) VALUES (?, ?, ?, ?, ?, ?, NOW())', [
    ...[randomUUID(), tenant, 'k', 'mr_'],
    createHash('sha256').update(key).digest('hex'),
    JSON.stringify(['runs:read', 'runs:write']),
  ]);
  await sql.end();
  expect(code(await get('/orders', key))).toEqual([404, 'not-found']);
  expect((await get('', key)).body.items).toEqual([]);
  expect((await save('orders', trim, key)).body.number).toBe(1);
  expect((await get('/orders')).body.number).toBe(2);
});
