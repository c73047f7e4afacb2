import type { MetricValue } from '@millrace/contracts';
import { makeTestDatabase } from '../../../test/support/test-database';
import type { JobOutcome } from './job-store';
import { MetricStore, type MetricRow } from './metric-store';

let db: Awaited<ReturnType<typeof makeTestDatabase>>;
let store: MetricStore;
beforeAll(async () => {
  db = await makeTestDatabase();
  store = new MetricStore(db.database);
});
afterAll(() => db.close());

const outcome = (metrics: readonly MetricRow[]): JobOutcome => ({
  artefacts: [],
  summary: {},
  findings: [],
  metrics,
  timings: {},
  peakBytes: null,
  progress: { stage: 'done', fraction: 1, rowsDone: 0, rowsTotal: 0 },
});
const table = (rows: number): MetricRow => ({ column: null, metric: 'rows', value: rows });
const column = (position: number, metric: string, value: number | string): MetricRow => ({
  column: { position, name: `Spalte ${position}` },
  metric,
  value,
});
const claim = async (runId: string) => {
  const [job] = (await db.runs.get(db.tenantId, runId)).jobs;
  return (await db.jobs.claim(job!.id, 'me', 60))!;
};
const again = (versionId: string, datasetId: string) =>
  db.database.transaction((sql) =>
    db.runs.create(sql, {
      tenantId: db.tenantId,
      datasetId,
      versionId,
      requestId: 'r',
      jobs: [{ kind: 'profile', parameters: {}, needBytes: 1, queue: 'data-512mb' }],
    }),
  );
const everything = async (datasetId: string, filter = {}, limit = 1000): Promise<MetricValue[]> => {
  const found: MetricValue[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await store.list(db.tenantId, datasetId, filter, { limit, ...(cursor && { cursor }) });
    found.push(...page.items);
    if (page.nextCursor === null) return found;
    cursor = page.nextCursor;
  }
};

it('stores the metrics with the commit of their run, and nothing without it', async () => {
  const { runId, datasetId, versionId } = await db.newRun();
  const job = await claim(runId);
  const rows = [table(7), column(0, 'kind', 'text'), column(0, 'mean', 1.5), column(0, 'max', Infinity)];
  expect(await db.jobs.complete({ ...job, attempt: 9 }, outcome(rows))).toBe(false);
  expect(await everything(datasetId)).toEqual([]);
  expect(await db.jobs.complete(job, outcome(rows))).toBe(true);
  // Once more, as after an answer that was lost: the fence is gone, and nothing changes.
  expect(await db.jobs.complete(job, outcome([table(8)]))).toBe(false);
  const place = { version: 1, versionId, runId, at: expect.any(String) };
  const first = { position: 0, name: 'Spalte 0' };
  expect(await everything(datasetId)).toEqual([
    { ...place, column: null, metric: 'rows', value: 7 },
    { ...place, column: first, metric: 'kind', value: 'text' },
    { ...place, column: first, metric: 'max', value: null },
    { ...place, column: first, metric: 'mean', value: 1.5 },
  ]);
});

it('keeps one set a version, the newest run’s, in whatever order the runs end', async () => {
  const { runId, datasetId, versionId } = await db.newRun();
  const [second, third] = [await again(versionId, datasetId), await again(versionId, datasetId)];
  const [a, b, c] = [await claim(runId), await claim(second), await claim(third)];
  await db.jobs.complete(a, outcome([table(1), column(0, 'mean', 1)]));
  await db.jobs.complete(c, outcome([table(3)]));
  await db.jobs.complete(b, outcome([table(2)]));
  expect(await everything(datasetId)).toMatchObject([{ metric: 'rows', value: 3, runId: third }]);
});

it('has two runs of one version that commit at once leave the newer one’s', async () => {
  const { runId, datasetId, versionId } = await db.newRun();
  const runIds = [runId, ...(await Promise.all([1, 2, 3].map(() => again(versionId, datasetId))))];
  const jobs = await Promise.all(runIds.map(claim));
  await Promise.all(jobs.map((job, at) => db.jobs.complete(job, outcome([table(at), column(0, 'mean', at)]))));
  const newest = runIds.toSorted().at(-1)!;
  expect((await everything(datasetId)).map((row) => [row.runId, row.metric])).toEqual([
    [newest, 'rows'],
    [newest, 'mean'],
  ]);
});

it('pages through 500 columns of 62 metrics, each once, and narrows them by index', async () => {
  const { runId, datasetId } = await db.newRun();
  const job = await claim(runId);
  const rows = Array.from({ length: 500 }, (_, position) =>
    Array.from({ length: 62 }, (__, at) => column(position, `metric${at}`, position + at / 100)),
  ).flat();
  await db.jobs.complete(job, outcome(rows));
  const all = await everything(datasetId);
  expect(all).toHaveLength(31_000);
  expect(new Set(all.map((row) => `${row.column?.position} ${row.metric}`)).size).toBe(31_000);
  expect(await everything(datasetId, { metric: 'metric5', column: 'Spalte 40' })).toMatchObject([{ value: 40.05 }]);
  expect(await everything(datasetId, { metric: 'metric5' }, 60)).toHaveLength(500);
  const [plan] = await db.database.rows(
    'EXPLAIN SELECT * FROM metric_values WHERE tenant_id = ? AND dataset_id = ? AND metric = ? AND column_name = ?',
    [db.tenantId, datasetId, 'metric5', 'Spalte 40'],
  );
  expect(plan).toMatchObject({ key: 'series' });
});

it('refuses a cursor that no page has given, and shows nothing to another tenant', async () => {
  const { datasetId } = await db.newRun();
  await expect(store.list(db.tenantId, datasetId, {}, { limit: 1, cursor: '1.x' })).rejects.toMatchObject({ code: 'validation-failed' });
  expect(await store.list('other', datasetId, {}, { limit: 1 })).toEqual({ items: [], nextCursor: null });
});

it('brings the metrics of an earlier schema over, of each version the newest run’s', async () => {
  const { runId, datasetId, versionId } = await db.newRun();
  const second = await again(versionId, datasetId);
  await db.database.run(
    'CREATE TABLE profile_metrics (run_id CHAR(36), version_id CHAR(36), column_position INT, column_name TEXT NULL, metric VARCHAR(64), value_number DOUBLE NULL, value_text TEXT NULL)',
  );
  await db.database.run('INSERT INTO profile_metrics VALUES ?', [
    [
      [second, versionId, 0, 'a', 'mean', 2, null],
      [runId, versionId, 0, 'a', 'mean', 1, null],
    ],
  ]);
  await db.database.run(`DELETE FROM schema_migrations WHERE name LIKE 'MetricValues%'`);
  await db.database.migrate();
  expect(await everything(datasetId)).toMatchObject([{ runId: second, value: 2, column: { position: 0, name: 'a' } }]);
  expect(await db.database.rows(`SHOW TABLES LIKE 'profile_metrics'`)).toEqual([]);
});
