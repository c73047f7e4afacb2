import { randomUUID } from 'node:crypto';
import { Fault } from '@millrace/contracts';
import { Database } from './database';
import { DatasetStore } from './dataset-store';
import { JobStore, type JobOutcome } from './job-store';
import { RunStore } from './run-store';
import { TenantStore } from './tenant-store';

const url = process.env['TEST_DATABASE_URL'] ?? '';
const name = `test_${randomUUID().replaceAll('-', '')}`;
let database: Database;
let jobs: JobStore;
let runs: RunStore;
let tenantId: string;

beforeAll(async () => {
  const admin = await Database.connect(url, 1);
  await admin.run(`CREATE DATABASE ${name}`);
  await admin.close();
  database = await Database.connect(`${url}${name}`, 5);
  await database.migrate();
  jobs = new JobStore(database);
  runs = new RunStore(database);
  tenantId = await new TenantStore(database).ensureDefault();
});
afterAll(async () => {
  await database.run(`DROP DATABASE ${name}`);
  await database.close();
});

const outcome: JobOutcome = {
  artefacts: [],
  summary: { rows: 3 },
  findings: [],
  metrics: [],
  timings: {},
  peakBytes: 5,
  progress: { stage: 'done', fraction: 1, rowsDone: 3, rowsTotal: 3 },
};
const newRun = async (kinds: ('profile' | 'sweep' | 'explain')[]): Promise<string> => {
  const datasets = new DatasetStore(database);
  const upload = await datasets.beginUpload({ tenantId, name: 'd', fileName: 'd.csv', readOptions: {} });
  return database.transaction(async (sql) => {
    await datasets.markReady(sql, upload.versionId, { bytes: 1, sha256: 'b'.repeat(64), format: 'csv', compression: 'none' });
    const all = kinds.map((kind) => ({ kind, parameters: {}, needBytes: 1, queue: 'data-512mb' }));
    return runs.create(sql, { tenantId, ...upload, requestId: 'r', jobs: all });
  });
};
const statesOf = async (runId: string) => {
  const run = await runs.get(tenantId, runId);
  return [run.state, ...run.jobs.map(({ state }) => state)];
};
const claim = async (runId: string, at: number) => {
  const job = await jobs.claim((await runs.get(tenantId, runId)).jobs[at]?.id ?? '', 'me', 30);
  if (job === null) throw new Error('the job was not to be had');
  return job;
};

it('run together once the first is done, and end the run together', async () => {
  const runId = await newRun(['sweep', 'sweep', 'sweep', 'explain']);
  expect((await runs.get(tenantId, runId)).kinds).toEqual(['sweep', 'explain']);
  expect(await statesOf(runId)).toEqual(['queued', 'pending', 'blocked', 'blocked', 'blocked']);
  await jobs.complete(await claim(runId, 0), outcome);
  expect(await statesOf(runId)).toEqual(['running', 'completed', 'pending', 'pending', 'blocked']);
  const [second, third] = [await claim(runId, 1), await claim(runId, 2)];
  await jobs.complete(third, outcome);
  expect(await statesOf(runId)).toEqual(['running', 'completed', 'running', 'completed', 'blocked']);
  await jobs.complete(second, outcome);
  expect(await statesOf(runId)).toEqual(['running', 'completed', 'completed', 'completed', 'pending']);
  await jobs.complete(await claim(runId, 3), outcome);
  expect((await statesOf(runId))[0]).toBe('completed');
});

it('end together where one fails: the others cannot commit any more', async () => {
  const runId = await newRun(['sweep', 'sweep', 'sweep']);
  await jobs.complete(await claim(runId, 0), outcome);
  const [second, third] = [await claim(runId, 1), await claim(runId, 2)];
  await jobs.fail(second, new Fault('internal', 'boom').toFailure('engine'), { then: 'fail' });
  expect(await statesOf(runId)).toEqual(['failed', 'completed', 'failed', 'cancelled']);
  expect(await jobs.complete(third, outcome)).toBe(false);
});
