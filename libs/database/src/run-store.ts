import {
  Fault,
  isTerminal,
  jobKindOf,
  type Artefact,
  type Failure,
  type Finding,
  type JobView,
  type Progress,
  type Run,
  type RunKind,
  type RunState,
  type Timings,
} from '@millrace/contracts';
import { newId } from '@millrace/platform';
import type { Database, Row, Sql } from './database';
import { holdDataset } from './dataset-store';
import { finishRun } from './finish-run';
import { collect } from './garbage-store';
import { toPage, type Page, type PageRequest } from './page';
import { RowValues } from './row-values';

export interface NewRun {
  readonly tenantId: string;
  readonly datasetId: string;
  readonly versionId: string;
  readonly requestId: string;
  /** -10 to 10; see `prioritySchema`. */
  readonly priority?: number | undefined;
  /** In the order in which they run; those of one kind that follow one another do not need each other, and run together once the first has. */
  readonly jobs: readonly NewJob[];
}

export interface NewJob {
  readonly kind: RunKind;
  readonly parameters: unknown;
  readonly needBytes: number;
  readonly queue: string;
  /** What it is thought to take, and for how long; left out where nothing is known. */
  readonly estimateBytes?: number;
  readonly expectedMs?: number;
}

export interface RunFilter {
  readonly state?: RunState;
  /** One of the kinds that the run has. */
  readonly kind?: RunKind;
  readonly datasetId?: string;
}

/** An artefact with its place in the object store. */
export interface StoredArtefact extends Artefact {
  readonly objectKey: string;
  /** The job that left it. */
  readonly jobId: string;
}

const noRun = (): never => {
  throw new Fault('not-found', 'There is no such run.');
};

export class RunStore {
  constructor(private readonly database: Database) {}

  /** Makes a run and its jobs: the first `pending`, the others `blocked`. Call it inside the transaction that makes the version ready. @throws Fault `not-found` where the dataset is deleted */
  async create(sql: Sql, { tenantId, datasetId, versionId, requestId, priority = 0, jobs }: NewRun): Promise<string> {
    await holdDataset(sql, datasetId);
    const runId = newId();
    await sql.run(
      `INSERT INTO runs (id, tenant_id, dataset_id, version_id, kinds, state, request_id, summary, created_at) VALUES (?, ?, ?, ?, ?, 'queued', ?, '{}', UTC_TIMESTAMP(3))`,
      [runId, tenantId, datasetId, versionId, JSON.stringify([...new Set(jobs.map(({ kind }) => kind))]), requestId],
    );
    for (const [ordinal, { kind, parameters, needBytes, queue, estimateBytes, expectedMs }] of jobs.entries()) {
      await sql.run(
        `INSERT INTO jobs (id, run_id, tenant_id, version_id, kind, ordinal, state, queue, need_bytes, estimate_bytes, expected_ms, priority, parameters, available_at, request_id, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), ?, UTC_TIMESTAMP(3))`,
        [
          newId(),
          runId,
          tenantId,
          versionId,
          jobKindOf[kind],
          ordinal,
          ordinal === 0 ? 'pending' : 'blocked',
          queue,
          needBytes,
          estimateBytes ?? null,
          expectedMs ?? null,
          priority,
          JSON.stringify(parameters),
          requestId,
        ],
      );
    }
    return runId;
  }

  async get(tenantId: string, id: string): Promise<Run> {
    const [row] = await this.database.rows('SELECT * FROM runs WHERE tenant_id = ? AND id = ?', [tenantId, id]);
    if (!row) return noRun();
    return toRun(row, await this.database.rows('SELECT * FROM jobs WHERE run_id = ? ORDER BY ordinal', [id]));
  }

  /** What each job of a run was asked for, by its id. */
  async jobParameters(tenantId: string, runId: string): Promise<Map<string, unknown>> {
    const rows = await this.database.rows('SELECT id, parameters FROM jobs WHERE tenant_id = ? AND run_id = ?', [tenantId, runId]);
    return new Map(rows.map((raw) => [String(raw['id']), new RowValues(raw).json<unknown>('parameters')]));
  }

  /** A run whose results are to be read. @throws Fault `not-found` where there is no such run, or its dataset is deleted */
  async withResults(tenantId: string, id: string): Promise<Run> {
    const run = await this.get(tenantId, id);
    const [dataset] = await this.database.rows('SELECT 1 FROM datasets WHERE id = ? AND deleted_at IS NULL', [run.datasetId]);
    if (!dataset) throw new Fault('not-found', 'The dataset of the run is deleted, and its results with it.');
    return run;
  }

  /** For each run a text that changes whenever its state or its progress does. Not for callers' eyes: it asks for no tenant. */
  async marks(ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.rows('SELECT run_id, state, attempt, progress FROM jobs WHERE run_id IN (?) ORDER BY ordinal', [ids]);
    return new Map(
      [...Map.groupBy(rows, (row) => String(row['run_id']))].map(([id, jobs]) => [
        id,
        jobs.map(({ state, attempt, progress }) => [state, attempt, progress].join(' ')).join('; '),
      ]),
    );
  }

  async list(tenantId: string, { limit, cursor }: PageRequest, { state, kind, datasetId }: RunFilter): Promise<Page<Run>> {
    const conditions = ['tenant_id = ?', 'id < ?'];
    const parameters: unknown[] = [tenantId, cursor ?? 'g'];
    const where = (condition: string, value: unknown) => {
      conditions.push(condition);
      parameters.push(value);
    };
    if (state !== undefined) where('state = ?', state);
    if (kind !== undefined) where('JSON_CONTAINS(kinds, ?)', JSON.stringify(kind));
    if (datasetId !== undefined) where('dataset_id = ?', datasetId);
    const rows = await this.database.rows(`SELECT * FROM runs WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT ?`, [
      ...parameters,
      limit + 1,
    ]);
    if (rows.length === 0) return { items: [], nextCursor: null };
    const jobs = await this.database.rows('SELECT * FROM jobs WHERE run_id IN (?) ORDER BY ordinal', [rows.map(({ id }) => id)]);
    const runs = rows.map((row) =>
      toRun(
        row,
        jobs.filter((job) => job['run_id'] === row['id']),
      ),
    );
    return toPage(runs, limit);
  }

  /**
   * Cancels a run and all of its jobs that have not ended. The worker of a running job finds its fence gone, ends its
   * child, and can no longer commit: a cancel that was answered wins every race.
   * @throws Fault `conflict` when the run has ended.
   */
  async cancel(tenantId: string, id: string): Promise<void> {
    await this.database.transaction(async (sql) => {
      const [run] = await sql.rows('SELECT state FROM runs WHERE tenant_id = ? AND id = ? FOR UPDATE', [tenantId, id]);
      if (!run) return noRun();
      if (run['state'] === 'cancelled') return;
      if (isTerminal(run['state'] as RunState)) throw new Fault('conflict', `The run is ${String(run['state'])} and cannot be cancelled.`);
      const jobs = await sql.rows(`SELECT id FROM jobs WHERE run_id = ? AND state = 'running'`, [id]);
      await sql.run(
        `UPDATE jobs SET state = 'cancelled', finished_at = UTC_TIMESTAMP(3) WHERE run_id = ? AND state IN ('blocked', 'pending', 'queued', 'running')`,
        [id],
      );
      await finishRun(sql, id, 'cancelled', null);
      for (const job of jobs) await collect(sql, `tenants/${tenantId}/runs/${id}/jobs/${String(job['id'])}/`);
    });
  }

  /** Those of a run, and the rows that were kept aside when its version was read, by whichever run that was. */
  async artefacts(tenantId: string, runId: string): Promise<StoredArtefact[]> {
    const rows = await this.database.rows(
      `SELECT a.* FROM artefacts a JOIN jobs j ON j.id = a.job_id WHERE a.tenant_id = ? AND (a.run_id = ? OR (a.kind = 'ragged' AND a.run_id IN
        (SELECT other.id FROM runs own JOIN runs other ON other.version_id = own.version_id WHERE own.id = ?))) ORDER BY j.ordinal, a.kind`,
      [tenantId, runId, runId],
    );
    return rows.map(toArtefact);
  }

  async findings(tenantId: string, runId: string): Promise<Finding[]> {
    const rows = await this.database.rows(
      'SELECT f.body FROM findings f JOIN runs r ON r.id = f.run_id WHERE r.tenant_id = ? AND r.id = ? ORDER BY f.position',
      [tenantId, runId],
    );
    return rows.map((row) => new RowValues(row).json<Finding>('body'));
  }
}

const toArtefact = (raw: Row): StoredArtefact => {
  const row = new RowValues(raw);
  return {
    id: row.text('id'),
    kind: row.text('kind') as Artefact['kind'],
    fileName: row.text('file_name'),
    mediaType: row.text('media_type'),
    bytes: row.number('bytes'),
    sha256: row.text('sha256'),
    createdAt: row.instant('created_at'),
    objectKey: row.text('object_key'),
    jobId: row.text('job_id'),
  };
};

const toJobView = (raw: Row): JobView => {
  const row = new RowValues(raw);
  return {
    id: row.text('id'),
    kind: row.text('kind') as JobView['kind'],
    state: row.text('state') as JobView['state'],
    attempt: row.number('attempt'),
    progress: row.jsonOrNull<Progress>('progress'),
    queuePosition: null,
    waiting: null,
    queue: row.text('queue'),
    priority: row.number('priority'),
    needBytes: row.number('need_bytes'),
    estimateBytes: row.numberOrNull('estimate_bytes'),
    peakBytes: row.numberOrNull('peak_bytes'),
    timings: row.jsonOrNull<Timings>('timings') ?? {},
    failure: row.jsonOrNull<Failure>('failure'),
    createdAt: row.instant('created_at'),
    startedAt: row.instantOrNull('started_at'),
    finishedAt: row.instantOrNull('finished_at'),
  };
};

const fractionOf = ({ state, progress }: JobView): number => (state === 'completed' ? 1 : (progress?.fraction ?? 0));

/** The state of the contract from the counts that a profile leaves. */
const contractStateOf = ({ contractRules, contractFailed = 0, contractWarned = 0 }: Record<string, number>): Run['contract'] => {
  if (contractRules === undefined) return null;
  return contractFailed > 0 ? 'failed' : contractWarned > 0 ? 'warned' : 'passed';
};

const toRun = (raw: Row, jobRows: readonly Row[]): Run => {
  const row = new RowValues(raw);
  const summary = row.json<Record<string, number>>('summary');
  const jobs = jobRows.map(toJobView);
  const current =
    jobs.find(({ state }) => state === 'running' || state === 'failed') ??
    jobs.find(({ state }) => state === 'pending' || state === 'queued');
  return {
    id: row.text('id'),
    datasetId: row.text('dataset_id'),
    versionId: row.text('version_id'),
    kinds: row.json<Run['kinds']>('kinds'),
    state: row.text('state') as Run['state'],
    stage: current ? (current.progress?.stage ?? current.failure?.stage ?? 'waiting') : null,
    progress: jobs.length === 0 ? 0 : jobs.reduce((sum, job) => sum + fractionOf(job), 0) / jobs.length,
    rowsDone: jobs.findLast(({ progress }) => progress !== null)?.progress?.rowsDone ?? 0,
    jobs,
    failure: row.jsonOrNull<Failure>('failure'),
    summary,
    contract: contractStateOf(summary),
    createdAt: row.instant('created_at'),
    startedAt: row.instantOrNull('started_at'),
    finishedAt: row.instantOrNull('finished_at'),
  };
};
