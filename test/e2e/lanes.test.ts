import { usePlatform } from '../support/platform';

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
