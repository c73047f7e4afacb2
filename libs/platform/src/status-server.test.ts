import { createMetrics } from './metrics';
import { startStatusServer, type StatusServer } from './status-server';

let server: StatusServer;
let databaseIsUp = true;
beforeAll(async () => {
  const check = () => (databaseIsUp ? Promise.resolve() : Promise.reject(new Error('down')));
  const checks = [{ name: 'database', critical: true, check }];
  server = await startStatusServer({ host: '127.0.0.1', port: 0, checks, metrics: createMetrics('test') });
});
afterAll(() => server.close());

const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`);

it('is alive whatever is down, and ready only with what is critical', async () => {
  expect((await get('/readyz')).status).toBe(200);
  databaseIsUp = false;
  const answer = await get('/readyz');
  expect([answer.status, await answer.json()]).toEqual([503, { status: 'unready', checks: { database: 'failed' } }]);
  expect((await get('/livez')).status).toBe(200);
});

it('serves the metrics and nothing else', async () => {
  const answer = await get('/metrics?x=1');
  expect(answer.headers.get('content-type')).toContain('text/plain');
  expect(await answer.text()).toContain('process_cpu_seconds_total{role="test"}');
  expect((await get('/')).status).toBe(404);
});
