import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type Connection } from 'mysql2/promise';
import { startPlatform, type Platform } from '../support/platform';

const csv = 'id,mail\n1, ann@example.org\n2,N/A\n2,N/A\n3,bob@example.org\n';
let platform: Platform;
let sql: Connection;
beforeAll(async () => {
  platform = await startPlatform(['api', 'data-worker'], { WEBHOOK_ALLOW_PRIVATE: '1' });
  sql = await createConnection({ uri: platform.env['DATABASE_URL']! });
});
afterAll(async () => {
  await sql.end();
  await platform.stop();
});

const upload = (query: string) => platform.call('POST', `/v1/datasets${query}`, { body: csv, headers: { 'content-type': 'text/csv' } });
const rowsOf = async (table: string, condition: string, id: string): Promise<number> => {
  const [rows] = await sql.query(`SELECT COUNT(*) AS count FROM ${table} WHERE ${condition} = ?`, [id]);
  return (rows as { count: number }[])[0]!.count;
};

it('leaves no result of a deleted dataset: neither a route nor a row', async () => {
  const { body } = await upload('?run=profile,cleanse');
  const runId = body.run.id as string;
  expect(await platform.ended(runId)).toMatchObject({ state: 'completed' });
  await platform.call('PATCH', `/v1/datasets/${body.id}/policy`, { body: { columns: { mail: 'drop' } } });
  await platform.call('POST', `/v1/datasets/${body.id}/contract`, { body: { rules: [] } });
  const [artefact] = (await platform.call('GET', `/v1/runs/${runId}/artefacts`)).body.items;
  const results = ['profile', 'report', 'findings', 'changes', 'quarantine', 'rows-aside', 'failing-rows', 'artefacts'];
  const paths = [...results.map((what) => `/v1/runs/${runId}/${what}`), `/v1/runs/${runId}/artefacts/${artefact.id}/content`];
  for (const path of paths.slice(0, 3)) expect([path, (await platform.call('GET', path)).status]).toEqual([path, 200]);
  const rows = () =>
    Promise.all([
      ...['findings', 'artefacts'].map((table) => rowsOf(table, 'run_id', runId)),
      ...['metric_values', 'column_policies'].map((table) => rowsOf(table, 'dataset_id', body.id)),
    ]);
  for (const count of await rows()) expect(count).toBeGreaterThan(0);

  expect((await platform.call('DELETE', `/v1/datasets/${body.id}`)).status).toBe(204);
  for (const path of paths) expect([path, (await platform.call('GET', path)).body.code]).toEqual([path, 'not-found']);
  for (const what of ['metrics', 'policy', 'contract', 'versions', 'content'])
    expect((await platform.call('GET', `/v1/datasets/${body.id}/${what}`)).status).toBe(404);
  // The run stays as a record of work.
  expect((await platform.call('GET', `/v1/runs/${runId}`)).body).toMatchObject({ state: 'completed' });
  for (let tries = 0; tries < 900 && (await rows()).some((count) => count > 0); tries += 1) await sleep(100);
  expect(await rows()).toEqual([0, 0, 0, 0]);
});

it('starts nothing on a deleted dataset', async () => {
  const { body } = await upload('');
  await platform.call('DELETE', `/v1/datasets/${body.id}`);
  for (const [path, sent] of [
    ['runs', { kinds: ['profile'] }],
    ['contract', { rules: [] }],
  ] as const)
    expect((await platform.call('POST', `/v1/datasets/${body.id}/${path}`, { body: sent })).status).toBe(404);
});

it('tells webhooks of the runs that a deletion has cancelled, and of no other', async () => {
  const hook = (await platform.call('POST', '/v1/webhooks', { body: { url: 'http://127.0.0.1:1/' } })).body;
  const { body } = await upload('?run=profile');
  await platform.ended(body.run.id);
  // No agent worker is up: it waits.
  const waiting = await platform.call('POST', `/v1/datasets/${body.id}/runs`, { body: { kinds: ['explain'] } });
  await platform.call('DELETE', `/v1/datasets/${body.id}`);
  const { items } = (await platform.call('GET', `/v1/webhooks/${hook.id}/deliveries`)).body;
  expect(items.map(({ runId, event }: { runId: string; event: string }) => [runId, event])).toContainEqual([
    waiting.body.id,
    'run.cancelled',
  ]);
  expect((await platform.call('GET', `/v1/runs/${waiting.body.id}`)).body.state).toBe('cancelled');
  expect(items.filter(({ runId }: { runId: string }) => runId === body.run.id).map(({ event }: { event: string }) => event)).toEqual([
    'run.completed',
  ]);
});

it('says that a result is lost where the object store has lost it, and not that nothing has changed', async () => {
  const { body } = await upload('?run=cleanse');
  await platform.ended(body.run.id);
  const objects = join(platform.folder, 'objects');
  const lost = readdirSync(objects, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.includes(body.run.id) && path.endsWith('.ndjson'),
  );
  expect(lost.length).toBeGreaterThan(1);
  for (const path of lost) rmSync(join(objects, path));
  for (const what of ['changes', 'quarantine']) {
    const answer = await platform.call('GET', `/v1/runs/${body.run.id}/${what}`);
    expect([answer.status, answer.body.code]).toEqual([410, 'content-lost']);
  }
});
