import { usePlatform } from '../support/platform';

const platform = usePlatform(['api', 'data-worker']);

const csv = { 'content-type': 'text/csv' };
/** One cell in ten of `late` is there, half of `note`, all of `id`. */
const table = `id,note,late\n${Array.from({ length: 200 }, (_, row) => `${row},${row % 2 === 0 ? 'x' : ''},${row % 10 === 0 ? 'y' : ''}`).join('\n')}\n`;
const recipe = { steps: [{ step: 'trimWhitespace' }, { step: 'dropSparseColumns' }] };

const upload = async (): Promise<string> => (await platform.call('POST', '/v1/datasets', { body: table, headers: csv })).body.id;
const sweep = (id: string, body: object) => platform.call('POST', `/v1/datasets/${id}/recipes:sweep`, { body });

it('tries each value as a job of its own, and compares them', async () => {
  const id = await upload();
  const started = await sweep(id, { recipe, step: 1, parameter: 'absent', values: [0.4, 0.8, 0.95] });
  expect([started.status, started.body.kinds, started.body.jobs.length]).toEqual([202, ['sweep'], 3]);
  const run = await platform.ended(started.body.id);
  expect(run).toMatchObject({ state: 'completed', summary: { rows: 200, rowsLookedAt: 200 } });
  const { body } = await platform.call('GET', `/v1/runs/${run.id}/sweep`);
  expect(body).toMatchObject({ step: 1, stepName: 'dropSparseColumns', parameter: 'absent', rows: 200, isComplete: true });
  expect(body.values.map(({ value, state }: Record<string, unknown>) => [value, state])).toEqual([
    [0.4, 'completed'],
    [0.8, 'completed'],
    [0.95, 'completed'],
  ]);
  const dropped = await Promise.all(
    body.values.map(async ({ result }: { result: { artefactId: string } }) => {
      const answer = await platform.call('GET', `/v1/runs/${run.id}/artefacts/${result.artefactId}/content`);
      return answer.body.steps[1].dropped;
    }),
  );
  expect(dropped).toEqual([['note', 'late'], ['late'], []]);
  // The first has read the table; the others found it read.
  const jobs = run.jobs as { startedAt: string; finishedAt: string }[];
  for (const { startedAt } of jobs.slice(1)) expect(startedAt >= (jobs[0]?.finishedAt ?? '')).toBe(true);
});

it('tells which value would break the checks', async () => {
  const id = await upload();
  const fill = { steps: [{ step: 'imputeNulls', columns: ['late'], method: 'constant', value: 'z' }], limits: { changedShare: 1 } };
  const started = await sweep(id, { recipe: fill, step: 0, parameter: 'columns', values: [['late'], ['id']], sample: 'whole' });
  const run = await platform.ended(started.body.id);
  const { body } = await platform.call('GET', `/v1/runs/${run.id}/sweep`);
  expect(body.values.map(({ result }: { result: { changedCells: number } }) => result.changedCells)).toEqual([180, 0]);
  const harmful = { steps: [{ step: 'mapValues', columns: ['note'], values: { x: 'z' } }], limits: { changedShare: 0.4 } };
  const second = await platform.ended((await sweep(id, { recipe: harmful, step: 0, parameter: 'values.x', values: ['x', 'z'] })).body.id);
  const { values } = (await platform.call('GET', `/v1/runs/${second.id}/sweep`)).body;
  expect(values).toEqual([
    expect.objectContaining({ value: 'x', result: expect.objectContaining({ changedCells: 0, broken: null }) }),
    expect.objectContaining({
      value: 'z',
      result: expect.objectContaining({ changedCells: 100, broken: expect.objectContaining({ code: 'invariant-broken' }) }),
    }),
  ]);
});

it('refuses what makes no sweep', async () => {
  const id = await upload();
  const code = async (body: object) => {
    const answer = await sweep(id, body);
    return [answer.status, answer.body.code, answer.body.detail];
  };
  const wanted = { recipe, step: 1, parameter: 'absent', values: [0.4, 0.8] };
  expect(await code({ ...wanted, step: 2 })).toEqual([400, 'validation-failed', expect.stringContaining('2 steps')]);
  expect(await code({ ...wanted, values: [0.4, 2] })).toEqual([400, 'validation-failed', expect.stringMatching(/^values\.1: .*absent/)]);
  expect(await code({ ...wanted, parameter: 'share' })).toEqual([400, 'validation-failed', expect.stringContaining('values.0')]);
  expect(await code({ ...wanted, parameter: 'step' })).toEqual([400, 'validation-failed', expect.stringContaining('parameter')]);
  expect(await code({ ...wanted, values: [1] })).toEqual([400, 'validation-failed', expect.stringContaining('values')]);
  expect(await code({ ...wanted, recipe: 'suggested' })).toEqual([400, 'validation-failed', expect.stringContaining('steps')]);
  expect((await code({ ...wanted, recipe: { steps: [{ step: 'tidyUp' }] } }))[1]).toBe('unknown-step');
  expect((await sweep('00000000-0000-4000-8000-000000000000', wanted)).status).toBe(404);
  const preview = await platform.call('POST', `/v1/datasets/${id}/recipes:preview`, { body: { recipe } });
  await platform.ended(preview.body.id);
  expect((await platform.call('GET', `/v1/runs/${preview.body.id}/sweep`)).status).toBe(404);
});
