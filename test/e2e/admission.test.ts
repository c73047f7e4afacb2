import { Redis } from 'ioredis';
import { startPlatform, type Platform } from '../support/platform';

/** A table whose suggestion takes 250 MB: sixty columns, most of them empty, of 50,000 rows. */
const sparse = (): string => {
  const names = Array.from({ length: 60 }, (_, at) => `s${at}`).join(',');
  const line = (row: number) => Array.from({ length: 60 }, (_, at) => ((row * 7 + at * 13) % 20 === 0 ? (row * at) % 997 : '')).join(',');
  return `${names}\n${Array.from({ length: 50_000 }, (_, row) => line(row)).join('\n')}\n`;
};
const table = sparse();
const csv = { 'content-type': 'text/csv' };
const post = (platform: Platform, query: string, body = table) => platform.call('POST', `/v1/datasets?${query}`, { body, headers: csv });

const withPlatform = async (env: NodeJS.ProcessEnv, use: (platform: Platform) => Promise<void>): Promise<void> => {
  const platform = await startPlatform(['api', 'data-worker'], { WORKER_MEMORY_BUDGET: '2GB', ...env });
  try {
    for (let hosts = 0; hosts === 0;) hosts = (await platform.call('GET', '/v1/capacity')).body.total.hosts;
    await use(platform);
  } finally {
    await platform.stop();
  }
};

it('ends every job within five starts where each estimate is an eighth of what it should be', async () => {
  await withPlatform({ ADMISSION_ESTIMATE_SCALE: '0.125' }, async (platform) => {
    const { run } = (await post(platform, 'run=profile,suggest')).body;
    const { state, jobs } = await platform.ended(run.id, 100_000);
    expect(state).toBe('completed');
    expect(jobs[1].attempt).toBeGreaterThan(1);
    for (const { attempt } of jobs) expect(attempt).toBeLessThanOrEqual(5);
    expect(jobs[1].needBytes).toBeGreaterThan(run.jobs[1].needBytes);
    expect(jobs[1].peakBytes).toBeLessThan(jobs[1].needBytes * 1.05);
  });
}, 150_000);

it('runs or refuses in numbers where each estimate is eight times what it should be', async () => {
  await withPlatform({ ADMISSION_ESTIMATE_SCALE: '8' }, async (platform) => {
    const started = await Promise.all([1, 2, 3].map(() => post(platform, 'run=profile')));
    for (const { body } of started) expect(await platform.ended(body.run.id, 100_000)).toMatchObject({ state: 'completed' });
    const refused = await post(platform, 'run=suggest');
    expect(refused).toMatchObject({ status: 422, body: { code: 'needs-too-much-memory' } });
  });
}, 150_000);

it('gives the same results when a host is killed and the queues are emptied meanwhile', async () => {
  await withPlatform({}, async (platform) => {
    const first = platform.start('data-worker');
    const wanted = await Promise.all(Array.from({ length: 5 }, () => post(platform, 'run=profile')));
    // Others share this Redis: only what is ours goes.
    const redis = new Redis(platform.env['REDIS_URL'] ?? '');
    const keys = await redis.keys(`${platform.env['QUEUE_PREFIX']}:*`);
    if (keys.length > 0) await redis.del(...keys);
    redis.disconnect();
    first.kill('SIGKILL');
    const columns: string[] = [];
    for (const { body } of wanted) {
      expect(await platform.ended(body.run.id, 100_000)).toMatchObject({ state: 'completed' });
      columns.push(JSON.stringify((await platform.call('GET', `/v1/runs/${body.run.id}/profile`)).body.columns));
    }
    expect(new Set(columns).size).toBe(1);
  });
}, 150_000);

it('orders what waits by its priority, and refuses one that is none', async () => {
  const platform = await startPlatform(['api']);
  try {
    const small = 'id\n1\n2\n';
    const { body } = await post(platform, 'run=profile&priority=3', small);
    expect(body.run.jobs[0].priority).toBe(3);
    const { body: again } = await platform.call('POST', `/v1/datasets/${body.id}/runs`, { body: { kinds: ['profile'], priority: -2 } });
    expect(again.jobs[0].priority).toBe(-2);
    expect(await post(platform, 'run=profile&priority=11', small)).toMatchObject({ status: 400, body: { code: 'validation-failed' } });
    expect(await post(platform, 'priority=1', small)).toMatchObject({ status: 400, body: { code: 'validation-failed' } });
  } finally {
    await platform.stop();
  }
});
