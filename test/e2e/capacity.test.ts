import { usePlatform } from '../support/platform';

const platform = usePlatform(['api']);

const csv = `id,name\n${Array.from({ length: 500 }, (_, at) => `${at},name ${at}`).join('\n')}\n`;
const upload = async () => {
  const answer = await platform.call('POST', '/v1/datasets?run=profile', { body: csv, headers: { 'content-type': 'text/csv' } });
  expect(answer.status).toBe(202);
  return answer.body.run.id as string;
};

it('says why a run waits and what to do about it, and after it what was reserved and used', async () => {
  const runId = await upload();
  const waiting = (await platform.call('GET', `/v1/runs/${runId}`)).body.jobs[0];
  expect(waiting.waiting).toMatch(/^needs 80 MB; (next in its queue|\d+ jobs? ahead); no worker is up$/);
  const before = (await platform.call('GET', '/v1/capacity')).body;
  expect(before).toMatchObject({
    total: { hosts: 0 },
    classes: [{ queue: 'data-512mb', ready: 1, hosts: 0, expectedWaitSeconds: null }],
    advice: [{ action: 'scaleOut', queue: 'data-512mb' }],
  });
  const metrics = (await platform.call('GET', '/metrics', { key: null })).body as string;
  expect(metrics).toMatch(/millrace_class_ready_jobs\{queue="data-512mb",.*\} 1/);
  expect(metrics).toMatch(/millrace_class_ready_bytes\{queue="data-max",.*\} 0/);
  expect(metrics).toMatch(/millrace_class_expected_wait_seconds\{queue="data-512mb",.*\} \+Inf/);
  expect(metrics).toMatch(/millrace_scale_advice\{queue="data-512mb",.*\} 1/);

  platform.start('data-worker');
  const [job] = (await platform.ended(runId)).jobs;
  expect(job.waiting).toBeNull();
  expect(job.estimateBytes).toBeGreaterThan(40 * 1024 ** 2);
  expect(job.peakBytes).toBeLessThan(job.needBytes);
  const { total, tiers, hosts, advice } = (await platform.call('GET', '/v1/capacity')).body;
  expect(total).toMatchObject({ hosts: 1, budgetBytes: hosts[0].budgetBytes });
  expect(tiers).toMatchObject([{ tier: '2gb', hosts: 1 }]);
  expect(hosts[0].budgetBytes).toBe((2048 - 224) * 1024 ** 2);
  expect(advice).toMatchObject([{ action: 'stay' }]);
});
