import { gzipSync } from 'node:zlib';
import { startPlatform, usePlatform } from '../support/platform';

const platform = usePlatform(['api', 'data-worker']);

const csv = `id,amount,seen\n${Array.from({ length: 20_000 }, (_, row) => `${row},${(row * 7.25) % 1000},2024-01-${String(1 + (row % 28)).padStart(2, '0')}\n`).join('')}`;

it('profiles in the lane that is asked for, with the same result', async () => {
  const uploaded = await platform.call('POST', '/v1/datasets?run=profile', { body: csv, headers: { 'content-type': 'text/csv' } });
  await platform.ended(uploaded.body.run.id);
  const start = (profile: unknown) =>
    platform.call('POST', `/v1/datasets/${uploaded.body.id}/runs`, { body: { kinds: ['profile'], profile } });
  const profileOf = async (runId: string) => {
    expect(await platform.ended(runId)).toMatchObject({ state: 'completed', failure: null });
    return (await platform.call('GET', `/v1/runs/${runId}/profile`)).body;
  };
  const [usual, other] = [await profileOf(uploaded.body.run.id), await profileOf((await start({ lane: 'outOfCore' })).body.id)];
  expect([usual.lane, other.lane]).toEqual(['memory', 'outOfCore']);
  expect(other.columns).toEqual(usual.columns);
  expect(await start({ lane: 'sideways' })).toMatchObject({ status: 400, body: { code: 'validation-failed' } });
});

it('has a cleansing that outgrows the largest worker go out of core, unless it was to stay in memory', async () => {
  // The table as a whole is beyond the worker, and a row group of it is not. Made first: the API would close a connection that idles meanwhile.
  const line = (row: number) => `${row}, a${row % 1000},${'text '.repeat(6)}${row},${'other '.repeat(5)}${row},${'third '.repeat(5)}${row}`;
  const body = gzipSync(`id,a,b,c,d\n${Array.from({ length: 800_000 }, (_, row) => line(row)).join('\n')}\n`, { level: 1 });
  const small = await startPlatform(['api', 'data-worker'], { WORKER_MEMORY_BUDGET: '608MB', ADMISSION_ESTIMATE_SCALE: '0.3' });
  try {
    for (let hosts = 0; hosts === 0;) hosts = (await small.call('GET', '/v1/capacity')).body.total.hosts;
    const uploaded = await small.call('POST', '/v1/datasets?run=profile', { body, headers: { 'content-type': 'text/csv' } });
    expect(await small.ended(uploaded.body.run.id)).toMatchObject({ state: 'completed' });
    const recipe = { steps: [{ step: 'trimWhitespace' }] };
    const start = async (cleanse: object) => {
      const { body: run } = await small.call('POST', `/v1/datasets/${uploaded.body.id}/runs`, {
        body: { kinds: ['cleanse'], recipe, cleanse },
      });
      return small.ended(run.id);
    };
    const left = await start({});
    const [{ attempt, peakBytes, needBytes }] = left.jobs;
    expect({ state: left.state, code: left.failure?.code, attempt, needBytes, peakBytes }).toEqual({
      state: 'completed',
      code: undefined,
      attempt: expect.any(Number),
      // Of the 384 MB that the worker has for jobs.
      needBytes: 384 * 1024 ** 2,
      peakBytes: expect.any(Number),
    });
    expect(left.summary).toMatchObject({ rowsOut: 800_000, changes: 800_000 });
    expect(attempt).toBeGreaterThan(1);
    expect(peakBytes).toBeLessThan(needBytes * 1.05);
    expect(await start({ lane: 'memory' })).toMatchObject({ state: 'failed', failure: { code: 'out-of-memory' } });
  } finally {
    await small.stop();
  }
});
