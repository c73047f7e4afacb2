import { Fault } from '@millrace/contracts';
import { makeTestDatabase } from '../../../test/support/test-database';
import type { JobOutcome } from './job-store';

let db: Awaited<ReturnType<typeof makeTestDatabase>>;
beforeAll(async () => {
  db = await makeTestDatabase();
});
afterAll(() => db.close());

const outcome: JobOutcome = {
  artefacts: [],
  summary: { rows: 3 },
  findings: [],
  metrics: [],
  timings: {},
  peakBytes: 5,
  progress: { stage: 'done', fraction: 1, rowsDone: 3, rowsTotal: 3 },
};
const newRun = async (kinds: ('profile' | 'sweep' | 'explain')[]): Promise<string> =>
  (await db.newRun({ jobs: kinds.map((kind) => ({ kind })) })).runId;
const statesOf = async (runId: string) => {
  const run = await db.runs.get(db.tenantId, runId);
  return [run.state, ...run.jobs.map(({ state }) => state)];
};
const claim = async (runId: string, at: number) => {
  const job = await db.jobs.claim((await db.runs.get(db.tenantId, runId)).jobs[at]?.id ?? '', 'me', 30);
  if (job === null) throw new Error('the job was not to be had');
  return job;
};

it('run together once the first is done, and end the run together', async () => {
  const runId = await newRun(['sweep', 'sweep', 'sweep', 'explain']);
  expect((await db.runs.get(db.tenantId, runId)).kinds).toEqual(['sweep', 'explain']);
  expect(await statesOf(runId)).toEqual(['queued', 'pending', 'blocked', 'blocked', 'blocked']);
  await db.jobs.complete(await claim(runId, 0), outcome);
  expect(await statesOf(runId)).toEqual(['running', 'completed', 'pending', 'pending', 'blocked']);
  const [second, third] = [await claim(runId, 1), await claim(runId, 2)];
  await db.jobs.complete(third, outcome);
  expect(await statesOf(runId)).toEqual(['running', 'completed', 'running', 'completed', 'blocked']);
  await db.jobs.complete(second, outcome);
  expect(await statesOf(runId)).toEqual(['running', 'completed', 'completed', 'completed', 'pending']);
  await db.jobs.complete(await claim(runId, 3), outcome);
  expect((await statesOf(runId))[0]).toBe('completed');
});

it('end together where one fails: the others cannot commit any more', async () => {
  const runId = await newRun(['sweep', 'sweep', 'sweep']);
  await db.jobs.complete(await claim(runId, 0), outcome);
  const [second, third] = [await claim(runId, 1), await claim(runId, 2)];
  await db.jobs.fail(second, new Fault('internal', 'boom').toFailure('engine'), { then: 'fail' });
  expect(await statesOf(runId)).toEqual(['failed', 'completed', 'failed', 'cancelled']);
  expect(await db.jobs.complete(third, outcome)).toBe(false);
});
