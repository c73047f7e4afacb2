import { Fault } from '@millrace/contracts';
import { ChangeDecisionStore, MetricStore, PairDecisionStore } from '@millrace/database';
import { createLogger } from '@millrace/platform';
import type { ObjectStore } from '@millrace/storage';
import { createObjectStore } from '@millrace/storage';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeTestDatabase } from '../../../../test/support/test-database';
import { findChildLimits, type ChildLimits } from '../process/child-limits';
import { JobChild } from '../process/job-child';
import { JobAttempt, type AttemptTools } from './job-attempt';

const MEBIBYTE = 1024 * 1024;
let db: Awaited<ReturnType<typeof makeTestDatabase>>;
let store: ObjectStore;
let folder: string;
let limits: ChildLimits;
let scratches = 0;

beforeAll(async () => {
  db = await makeTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'millrace-attempt-'));
  store = createObjectStore({ S3_BUCKET: undefined, STORAGE_DIR: folder } as never);
  await store.check();
  limits = await findChildLimits();
});
afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true });
});

const prepare = async (parameters: unknown) => {
  const run = await db.newRun({ jobs: [{ kind: 'profile', parameters }] });
  await store.put(run.sourceKey, Readable.from([Buffer.from('a,b\n1,2\n')]));
  return { ...run, jobId: run.jobIds[0]! };
};

interface Options {
  readonly timeoutMs?: number;
  readonly leaseSeconds?: number;
  readonly jobs?: Partial<AttemptTools['jobs']>;
  readonly store?: ObjectStore;
  /** Of this host and of the largest one. */
  readonly budgetBytes?: number;
  readonly largestBudget?: number;
}

const begin = (
  script: string,
  jobId: string,
  {
    timeoutMs = 30_000,
    leaseSeconds = 3,
    jobs = {},
    store: through = store,
    budgetBytes = 1024 * MEBIBYTE,
    largestBudget = 0,
  }: Options = {},
) => {
  const scratch = join(folder, `scratch-${(scratches += 1)}`);
  const needBytes = 256 * MEBIBYTE;
  const child = new JobChild({
    script: resolve(__dirname, `../../../../test/support/children/${script}.mts`),
    limits,
    memoryBytes: needBytes,
    timeoutMs,
    env: {},
  });
  const real = db.jobs;
  const tools: AttemptTools = {
    jobs: {
      claim: (...args) => real.claim(...args),
      heartbeat: (...args) => real.heartbeat(...args),
      complete: (...args) => real.complete(...args),
      fail: (...args) => real.fail(...args),
      release: (...args) => real.release(...args),
      ...jobs,
    },
    datasets: db.datasets,
    history: new MetricStore(db.database),
    changeDecisions: new ChangeDecisionStore(db.database),
    pairDecisions: new PairDecisionStore(db.database),
    hosts: { largestBudget: () => Promise.resolve(largestBudget) },
    store: through,
    logger: createLogger({ LOG_LEVEL: 'silent' }, 'test'),
    settings: { owner: 'me', leaseSeconds, threads: 1, spillBytes: 1e9, maxFailures: 3, maxStarts: 20, budgetBytes, patienceMs: 5000 },
  };
  const attempt = new JobAttempt(tools, { v: 1, jobId, needBytes, requestId: 'r' }, child, scratch);
  const ended = attempt.run().then(async (report) => {
    child.kill('fence');
    await child.exited;
    return report;
  });
  return { attempt, child, ended };
};
const rowOf = async (jobId: string) => (await db.database.rows('SELECT * FROM jobs WHERE id = ?', [jobId]))[0]!;
const keysOf = async (runId: string) => {
  const keys: string[] = [];
  for await (const { key } of store.list(`tenants/${db.tenantId}/runs/${runId}/`)) keys.push(key);
  return keys;
};

test('a job is claimed, run, its files stored and its run completed', async () => {
  const { jobId, runId } = await prepare({ holdMiB: 50 });
  const report = await begin('worker', jobId).ended;
  expect(report).toMatchObject({ end: 'completed', kind: 'dataset.profile' });
  expect(Object.keys(report.timings).sort()).toEqual(
    ['claimMs', 'childStartMs', 'commitMs', 'engineMs', 'queueMs', 'stageInMs', 'stageOutMs'].sort(),
  );
  const run = await db.runs.get(db.tenantId, runId);
  expect(run).toMatchObject({ state: 'completed', summary: { rows: 1 }, progress: 1 });
  expect(run.jobs[0]!.peakBytes).toBeGreaterThan(50 * MEBIBYTE);
  const [artefact] = await db.runs.artefacts(db.tenantId, runId);
  expect(artefact!.objectKey).toContain(`/jobs/${jobId}/attempt-1/profile.json`);
  const { stream } = await store.get(artefact!.objectKey);
  expect(
    createHash('sha256')
      .update(await text(stream))
      .digest('hex'),
  ).toBe(artefact!.sha256);
});

test('a job that another has is refused, and nothing is touched', async () => {
  const { jobId } = await prepare({});
  await db.jobs.claim(jobId, 'another', 30);
  expect(await begin('worker', jobId).ended).toMatchObject({ end: 'refused', kind: null });
  expect(await rowOf(jobId)).toMatchObject({ state: 'running', owner: 'another', attempt: 1 });
});

test('a cancel ends a child that is stuck, and its job stays cancelled', async () => {
  const { jobId, runId } = await prepare({});
  const { ended } = begin('hanger', jobId);
  while ((await rowOf(jobId))['progress'] === null) await sleep(50);
  await db.runs.cancel(db.tenantId, runId);
  const cancelledAt = performance.now();
  expect(await ended).toMatchObject({ end: 'lost' });
  expect(performance.now() - cancelledAt).toBeLessThan(20_000);
  expect((await db.runs.get(db.tenantId, runId)).state).toBe('cancelled');
});

test('a job outgrows its memory: a larger need, another class, and no failure burned', async () => {
  const { jobId } = await prepare({ kind: 'buffers' });
  expect(await begin('hog', jobId).ended).toMatchObject({ end: 'retried' });
  const row = await rowOf(jobId);
  expect(row).toMatchObject({ state: 'pending', failures: 0 });
  expect(Number(row['need_bytes'])).toBe(Math.ceil(256 * MEBIBYTE * 1.6));
  expect(String(row['failure'])).toContain('out-of-memory');
});

test('a job that outgrows its host is left to a larger one, where there is one', async () => {
  const { jobId } = await prepare({ kind: 'buffers' });
  const budgetBytes = 256 * MEBIBYTE;
  expect(await begin('hog', jobId, { budgetBytes, largestBudget: 350 * MEBIBYTE }).ended).toMatchObject({ end: 'retried' });
  const row = await rowOf(jobId);
  expect([Number(row['need_bytes']), Number(row['failures'])]).toEqual([350 * MEBIBYTE, 0]);
});

test('a crash is tried again later, and in the end fails the run with its stage and what to do', async () => {
  const { jobId, runId } = await prepare({ how: 'abort' });
  for (const end of ['retried', 'retried', 'failed']) {
    await db.database.run('UPDATE jobs SET available_at = UTC_TIMESTAMP(3) WHERE id = ?', [jobId]);
    expect(await begin('crasher', jobId).ended).toMatchObject({ end });
  }
  const run = await db.runs.get(db.tenantId, runId);
  expect(run).toMatchObject({ state: 'failed', failure: { code: 'internal', stage: 'start' } });
  expect(run.failure?.advice).toBeTruthy();
});

test('the wall clock is a failure of its own', async () => {
  const { jobId } = await prepare({});
  expect(await begin('hanger', jobId, { timeoutMs: 500 }).ended).toMatchObject({ end: 'retried' });
  expect(String((await rowOf(jobId))['failure'])).toContain('timed-out');
});

test('a drain hands the job back as if it had not been started', async () => {
  const { jobId } = await prepare({});
  const { attempt, ended } = begin('hanger', jobId);
  while ((await rowOf(jobId))['progress'] === null) await sleep(50);
  attempt.drain();
  expect(await ended).toMatchObject({ end: 'released' });
  expect(await rowOf(jobId)).toMatchObject({ state: 'pending', attempt: 1, starts: 0, failures: 0 });
});

test('who was stopped for longer than its lease stores nothing, and the other attempt stands', async () => {
  const { jobId, runId } = await prepare({});
  let wake: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => (wake = resolve));
  let stop: () => void = () => undefined;
  const commits = new Promise<void>((resolve) => (stop = resolve));
  let isStopped = false;
  // As under SIGSTOP: its files are stored, and then neither a beat nor the commit goes out until another has done the job.
  const late = {
    heartbeat: async (...args: Parameters<typeof db.jobs.heartbeat>) => {
      if (isStopped) await stopped;
      return db.jobs.heartbeat(...args);
    },
    complete: async (...args: Parameters<typeof db.jobs.complete>) => {
      isStopped = true;
      stop();
      await stopped;
      return db.jobs.complete(...args);
    },
  };
  const zombie = begin('worker', jobId, { leaseSeconds: 2, jobs: late });
  await commits;
  expect(await keysOf(runId)).toEqual([expect.stringContaining('/attempt-1/profile.json')]);
  while ((await db.jobs.recoverExpired(20)) === 0) await sleep(100);
  const winner = begin('worker', jobId);
  expect(await winner.ended).toMatchObject({ end: 'completed' });
  wake();
  expect(await zombie.ended).toMatchObject({ end: 'lost' });
  expect(await keysOf(runId)).toEqual([expect.stringContaining('/attempt-2/profile.json')]);
});

test('the answer to a commit is lost: it is asked again, and what was stored stays', async () => {
  const { jobId, runId } = await prepare({});
  let commits = 0;
  const complete: AttemptTools['jobs']['complete'] = async (...args) => {
    const done = await db.jobs.complete(...args);
    commits += 1;
    if (commits === 1) throw new Fault('dependency-unavailable', 'The database does not answer.');
    return done;
  };
  await begin('worker', jobId, { jobs: { complete } }).ended;
  expect(commits).toBe(2);
  expect((await db.runs.get(db.tenantId, runId)).state).toBe('completed');
  expect(await keysOf(runId)).toHaveLength(1);
});

test('a database that cannot be reached leaves the job to others', async () => {
  const { jobId } = await prepare({});
  const claim = () => Promise.reject(new Fault('dependency-unavailable', 'down'));
  const { child, ended } = begin('worker', jobId, { jobs: { claim } });
  await expect(ended).rejects.toMatchObject({ code: 'dependency-unavailable' });
  child.kill('fence');
  expect(await rowOf(jobId)).toMatchObject({ state: 'pending', attempt: 0 });
});
