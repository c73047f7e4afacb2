import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '@millrace/contracts';
import { Database } from './database';
import { DatasetStore } from './dataset-store';
import { JobStore, type JobOutcome } from './job-store';
import { OutboxStore, type Outbox } from './outbox-store';
import { RunStore } from './run-store';
import { TenantStore } from './tenant-store';

const url = process.env['TEST_DATABASE_URL'] ?? '';
const name = `test_${randomUUID().replaceAll('-', '')}`;
let database: Database;
let jobs: JobStore;
let runs: RunStore;
let datasets: DatasetStore;
let outbox: OutboxStore;
let tenantId: string;

const all = ({ pending }: Outbox) => pending.map(({ id }) => id);

const outcome = (file = 'profile'): JobOutcome => ({
  artefacts: [
    {
      kind: 'profile',
      fileName: `${file}.json`,
      mediaType: 'application/json',
      objectKey: `key/${file}`,
      bytes: 1,
      sha256: 'a'.repeat(64),
    },
  ],
  summary: { rows: 3 },
  findings: [
    {
      rule: 'highNullShare',
      severity: 'info',
      column: 'a',
      message: 'm',
      measured: 1,
      threshold: 0,
      count: 1,
      exampleRows: [],
      advice: 'x',
    },
  ],
  metrics: [{ column: { position: 0, name: 'a' }, metric: 'mean', value: 1.5 }],
  timings: {},
  peakBytes: 5,
  progress: { stage: 'done', fraction: 1, rowsDone: 3, rowsTotal: 3 },
});
const fault = new Fault('internal', 'boom').toFailure('engine');

const newRun = async (kinds: ('profile' | 'explain')[] = ['profile']) => {
  const upload = await datasets.beginUpload({ tenantId, name: 'd', fileName: 'd.csv', readOptions: {} });
  return database.transaction(async (sql) => {
    await datasets.markReady(sql, upload.versionId, { bytes: 1, sha256: 'b'.repeat(64), format: 'csv', compression: 'none' });
    const runId = await runs.create(sql, {
      tenantId,
      ...upload,
      requestId: 'r',
      jobs: kinds.map((kind) => ({ kind, parameters: {}, needBytes: 1, queue: 'data-512mb' })),
    });
    return { runId, upload };
  });
};
const jobIds = async (runId: string) => (await runs.get(tenantId, runId)).jobs.map(({ id }) => id);
const claimNew = async () => {
  const { runId } = await newRun();
  const [id] = await jobIds(runId);
  const job = await jobs.claim(id!, 'me', 30);
  return { runId, job: job! };
};
const stateOf = async (runId: string) => {
  const run = await runs.get(tenantId, runId);
  return [run.state, ...run.jobs.map(({ state }) => state)];
};

beforeAll(async () => {
  const server = await Database.connect(url, 1);
  await server.run(`CREATE DATABASE ${name}`);
  await server.close();
  database = await Database.connect(`${url}${name}`, 20);
  await Promise.all([database.migrate(), database.migrate()]);
  [jobs, outbox, runs, datasets] = [new JobStore(database), new OutboxStore(database), new RunStore(database), new DatasetStore(database)];
  tenantId = await new TenantStore(database).ensureDefault();
});
afterAll(async () => {
  await database.run(`DROP DATABASE ${name}`);
  await database.close();
});

describe('publishing', () => {
  it('hands each pending job to one publisher, however many there are', async () => {
    const { runId } = await newRun();
    const [id] = await jobIds(runId);
    const seen: string[] = [];
    await Promise.all(
      Array.from({ length: 8 }, () =>
        outbox.publishPending(100, all, (pending) => Promise.resolve(void seen.push(...pending.map((job) => job.id)))),
      ),
    );
    expect(seen.filter((one) => one === id)).toHaveLength(1);
    expect(await stateOf(runId)).toEqual(['queued', 'queued']);
  });

  it('leaves jobs pending when the queue refuses them', async () => {
    const { runId } = await newRun();
    await expect(
      outbox.publishPending(100, all, () => Promise.reject(new Fault('dependency-unavailable', 'no Redis'))),
    ).rejects.toMatchObject({
      code: 'dependency-unavailable',
    });
    expect(await stateOf(runId)).toEqual(['queued', 'pending']);
  });
});

describe('a claim', () => {
  it('has one winner among many, and a fence that grows', async () => {
    const { runId } = await newRun();
    const [id] = await jobIds(runId);
    const claims = await Promise.all(Array.from({ length: 15 }, (_, i) => jobs.claim(id!, `w${i}`, 30)));
    const won = claims.filter((claim) => claim !== null);
    expect(won).toHaveLength(1);
    expect(won[0]).toMatchObject({ attempt: 1, runId });
    await jobs.release(won[0]!);
    expect(await jobs.claim(id!, 'again', 30)).toMatchObject({ attempt: 2 });
  });

  it('is refused for jobs that are blocked or not there', async () => {
    const { runId } = await newRun(['profile', 'explain']);
    const [, second] = await jobIds(runId);
    expect(await jobs.claim(second!, 'me', 30)).toBeNull();
    expect(await jobs.claim(randomUUID(), 'me', 30)).toBeNull();
  });
});

describe('completion', () => {
  it('stores the results, unblocks the next job and ends the run with the last', async () => {
    const { runId, upload } = await newRun(['profile', 'explain']);
    const [first, second] = await jobIds(runId);
    const job = await jobs.claim(first!, 'me', 30);
    expect(
      await jobs.complete(job!, { ...outcome(), workingCopy: { objectKey: 'w', ingest: { a: 1 }, format: 'json', rows: 3, columns: 1 } }),
    ).toBe(true);
    expect(await stateOf(runId)).toEqual(['running', 'completed', 'pending']);
    expect(await datasets.source(upload.versionId)).toMatchObject({ workingKey: 'w', ingest: { a: 1 }, rows: 3 });
    const last = await jobs.claim(second!, 'me', 30);
    await jobs.complete(last!, { ...outcome(), findings: [], metrics: [] });
    expect(await stateOf(runId)).toEqual(['completed', 'completed', 'completed']);
    expect([(await runs.artefacts(tenantId, runId)).length, (await runs.findings(tenantId, runId)).length]).toEqual([2, 1]);
  });

  it('is refused to a zombie whose job another has finished', async () => {
    const { runId, job: zombie } = await claimNew();
    await database.run('UPDATE jobs SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE id = ?', [zombie.id]);
    await jobs.recoverExpired(10);
    const heir = await jobs.claim(zombie.id, 'heir', 30);
    expect(await jobs.heartbeat(zombie.id, zombie.attempt, 30, null)).toBe(false);
    expect(await jobs.complete(heir!, outcome('heir'))).toBe(true);
    expect(await jobs.complete(zombie, outcome('zombie'))).toBe(false);
    expect(await jobs.fail(zombie, fault, { then: 'fail' })).toBe(false);
    expect((await runs.artefacts(tenantId, runId)).map(({ fileName }) => fileName)).toEqual(['heir.json']);
  });

  it('stores nothing at all when a part of it cannot be stored', async () => {
    const { runId, job } = await claimNew();
    const [same] = outcome().artefacts;
    await expect(jobs.complete(job, { ...outcome(), artefacts: [same!, same!] })).rejects.toThrow();
    expect(await stateOf(runId)).toEqual(['running', 'running']);
    expect(await runs.artefacts(tenantId, runId)).toEqual([]);
  });
});

describe('cancelling', () => {
  it('wins or loses against a completion, never both', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { runId, job } = await claimNew();
      const [completed, cancelled] = await Promise.all([
        jobs.complete(job, outcome()),
        runs.cancel(tenantId, runId).then(
          () => true,
          () => false,
        ),
      ]);
      expect(completed).not.toBe(cancelled);
      expect(await stateOf(runId)).toEqual(completed ? ['completed', 'completed'] : ['cancelled', 'cancelled']);
    }
  });

  it('ends the jobs that wait and takes the fence from the one that runs', async () => {
    const { runId } = await newRun(['profile', 'explain']);
    const [first] = await jobIds(runId);
    const job = await jobs.claim(first!, 'me', 30);
    await runs.cancel(tenantId, runId);
    await runs.cancel(tenantId, runId);
    expect(await jobs.heartbeat(job!.id, job!.attempt, 30, null)).toBe(false);
    expect(await jobs.claim(first!, 'me', 30)).toBeNull();
    expect(await stateOf(runId)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });
});

describe('failing', () => {
  it('retries when told so, not before its time, with the larger need', async () => {
    const { runId, job } = await claimNew();
    expect(await jobs.fail(job, fault, { then: 'retry', afterMs: 300, burn: true, needBytes: 77, queue: 'data-1gb' })).toBe(true);
    expect(await jobs.claim(job.id, 'me', 30)).toBeNull();
    await sleep(350);
    expect(await jobs.claim(job.id, 'me', 30)).toMatchObject({ attempt: 2, failures: 1, needBytes: 77, queue: 'data-1gb' });
    expect((await stateOf(runId))[0]).toBe('running');
    const again = { then: 'retry', afterMs: 0, burn: false, parameters: { lane: 'outOfCore' } } as const;
    expect(await jobs.fail({ ...job, attempt: 2 }, fault, again)).toBe(true);
    expect(await jobs.claim(job.id, 'me', 30)).toMatchObject({ attempt: 3, failures: 1, needBytes: 77, parameters: { lane: 'outOfCore' } });
  });

  it('ends the run with its failure and the jobs behind it', async () => {
    const { runId } = await newRun(['profile', 'explain']);
    const job = await jobs.claim((await jobIds(runId))[0]!, 'me', 30);
    await jobs.fail(job!, fault, { then: 'fail' });
    expect(await stateOf(runId)).toEqual(['failed', 'failed', 'cancelled']);
    expect((await runs.get(tenantId, runId)).failure).toMatchObject({ code: 'internal', stage: 'engine', advice: expect.any(String) });
  });

  it('takes a job for poison after too many starts', async () => {
    const { runId, job } = await claimNew();
    for (let start = 1; start <= 3; start += 1) {
      await database.run('UPDATE jobs SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE id = ?', [job.id]);
      await jobs.recoverExpired(3);
      await jobs.claim(job.id, 'me', 30);
    }
    expect(await stateOf(runId)).toEqual(['failed', 'failed']);
    expect((await runs.get(tenantId, runId)).failure).toMatchObject({ code: 'attempts-exhausted' });
  });
});

describe('tenancy', () => {
  it('hides everything from another tenant', async () => {
    const { runId, upload } = await newRun();
    const other = await new TenantStore(database).create('other');
    const reads = [
      () => runs.get(other, runId),
      () => runs.cancel(other, runId),
      () => datasets.get(other, upload.datasetId),
      () => datasets.versions(other, upload.datasetId),
      () => datasets.readyVersion(other, upload.datasetId),
      () => datasets.remove(other, upload.datasetId),
      () => datasets.beginUpload({ tenantId: other, datasetId: upload.datasetId, name: 'x', fileName: 'x', readOptions: {} }),
    ];
    for (const read of reads) await expect(read()).rejects.toMatchObject({ code: 'not-found' });
    expect((await runs.list(other, { limit: 10 }, {})).items).toEqual([]);
    expect((await datasets.list(other, { limit: 10 })).items).toEqual([]);
    expect(await runs.artefacts(other, runId)).toEqual([]);
  });
});

it('pages through datasets without losing or repeating one', async () => {
  const other = await new TenantStore(database).create('pages');
  for (let i = 0; i < 5; i += 1) await datasets.beginUpload({ tenantId: other, name: `n${i}`, fileName: 'f', readOptions: {} });
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await datasets.list(other, { limit: 2, cursor });
    names.push(...page.items.map((dataset) => dataset.name));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(names).toEqual(['n4', 'n3', 'n2', 'n1', 'n0']);
});

it('does not give up an upload that has become ready', async () => {
  const { upload } = await newRun();
  expect(await datasets.giveUp(upload, 'rejected', fault)).toBe(false);
  expect(await datasets.source(upload.versionId)).toMatchObject({ state: 'ready' });
});
