import {
  Fault,
  type ArtefactKind,
  type Failure,
  type FileFormat,
  type Finding,
  type JobKind,
  type ModelUsage,
  type Progress,
  type Timings,
} from '@millrace/contracts';
import { newId } from '@millrace/platform';
import type { Database, Sql } from './database';
import { finishRun } from './finish-run';
import { collect } from './garbage-store';
import { insertAll } from './insert-all';
import { replaceMetrics, type MetricRow } from './metric-store';
import { storeSuggestions, type SuggestedPolicy } from './policy-store';
import { RowValues } from './row-values';

/** A job that its caller holds: `attempt` is the fence that every later write must carry. */
export interface ClaimedJob {
  readonly id: string;
  readonly runId: string;
  readonly tenantId: string;
  readonly versionId: string;
  readonly kind: JobKind;
  readonly attempt: number;
  readonly failures: number;
  readonly queue: string;
  readonly needBytes: number;
  readonly parameters: unknown;
  readonly requestId: string;
  /** Between the moment when it could first start and now. */
  readonly waitedMs: number;
}

export interface NewArtefact {
  readonly kind: ArtefactKind;
  readonly fileName: string;
  readonly mediaType: string;
  readonly objectKey: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** All that a finished job leaves behind, stored in one transaction or not at all. */
export interface JobOutcome {
  readonly artefacts: readonly NewArtefact[];
  readonly summary: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
  readonly metrics: readonly MetricRow[];
  /** What a profile suggests for columns of personal data. */
  readonly policies?: readonly SuggestedPolicy[];
  readonly timings: Timings;
  readonly peakBytes: number | null;
  readonly progress: Progress;
  readonly workingCopy?: {
    readonly objectKey: string;
    readonly ingest: unknown;
    /** What the content turned out to be. */
    readonly format: FileFormat;
    readonly rows: number;
    readonly columns: number;
  };
  readonly agentCalls?: readonly { readonly agent: string; readonly usage: ModelUsage }[];
}

export type FailDecision =
  | { readonly then: 'fail' }
  | {
      readonly then: 'retry';
      readonly afterMs: number;
      /** Counts against the limit of failures. */ readonly burn: boolean;
      readonly needBytes?: number;
      readonly queue?: string;
      /** What the job is told from now on, in the place of what it was told. */
      readonly parameters?: object | undefined;
    };

export interface JobCounts {
  readonly state: string;
  readonly queue: string;
  readonly count: number;
  /** Seconds since the oldest of them became available. */
  readonly oldestSeconds: number;
}

const held = `id = ? AND attempt = ? AND state = 'running'`;

/**
 * The durable core. Every change of a job is one conditional UPDATE whose count of rows decides; the clock is the
 * database's. Locks are taken in one order, run before job.
 */
export class JobStore {
  constructor(private readonly database: Database) {}

  /** Takes a job that waits; null when it does not, whatever the reason: another has it, it ended, or it is not due. */
  async claim(jobId: string, owner: string, leaseSeconds: number): Promise<ClaimedJob | null> {
    return this.database.transaction(async (sql) => {
      const [run] = await sql.rows('SELECT id, state FROM runs WHERE id = (SELECT run_id FROM jobs WHERE id = ?) FOR UPDATE', [jobId]);
      if (run?.['state'] !== 'queued' && run?.['state'] !== 'running') return null;
      const touched = await sql.run(
        `UPDATE jobs SET state = 'running', attempt = attempt + 1, starts = starts + 1, owner = ?, lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND,
         waiting_since = COALESCE(waiting_since, available_at), started_at = UTC_TIMESTAMP(3), progress = NULL WHERE id = ? AND state IN ('pending', 'queued') AND available_at <= UTC_TIMESTAMP(3)`,
        [owner, leaseSeconds, jobId],
      );
      if (touched !== 1) return null;
      if (run['state'] === 'queued')
        await sql.run(`UPDATE runs SET state = 'running', started_at = COALESCE(started_at, UTC_TIMESTAMP(3)) WHERE id = ?`, [run['id']]);
      const [raw] = await sql.rows(
        'SELECT *, TIMESTAMPDIFF(MICROSECOND, available_at, started_at) / 1000 AS waited_ms FROM jobs WHERE id = ?',
        [jobId],
      );
      return toClaimed(new RowValues(raw ?? {}));
    });
  }

  /** Extends the lease and notes the progress. False: the job is no longer the caller's, whose child must die at once. */
  async heartbeat(jobId: string, attempt: number, leaseSeconds: number, progress: Progress | null): Promise<boolean> {
    const touched = await this.database.run(
      `UPDATE jobs SET lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND, progress = COALESCE(?, progress) WHERE ${held}`,
      [leaseSeconds, progress ? JSON.stringify(progress) : null, jobId, attempt],
    );
    return touched === 1;
  }

  /** Stores everything that a job leaves, unblocks the next one of its run or ends the run. False, and nothing stored, where the fence is gone. */
  complete(job: ClaimedJob, outcome: JobOutcome): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      await sql.rows('SELECT id FROM runs WHERE id = ? FOR UPDATE', [job.runId]);
      const touched = await sql.run(
        `UPDATE jobs SET state = 'completed', finished_at = UTC_TIMESTAMP(3), owner = NULL, lease_until = NULL, progress = ?, timings = ?, peak_bytes = ?, failure = NULL WHERE ${held}`,
        [JSON.stringify(outcome.progress), JSON.stringify(outcome.timings), outcome.peakBytes, job.id, job.attempt],
      );
      if (touched !== 1) return false;
      await storeResults(sql, job, outcome);
      await collectLostAttempts(sql, job);
      await goOn(sql, job.runId);
      return true;
    });
  }

  /** Ends a job with a failure or hands it back for another try. False where the fence is gone. */
  fail(job: Pick<ClaimedJob, 'id' | 'runId' | 'tenantId' | 'attempt'>, failure: Failure, decision: FailDecision): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      await sql.rows('SELECT id FROM runs WHERE id = ? FOR UPDATE', [job.runId]);
      if (decision.then === 'retry') {
        const touched = await sql.run(
          `UPDATE jobs SET state = 'pending', owner = NULL, lease_until = NULL, failures = failures + ?, failure = ?, need_bytes = COALESCE(?, need_bytes), queue = COALESCE(?, queue),
           parameters = COALESCE(?, parameters), available_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND WHERE ${held}`,
          [
            decision.burn ? 1 : 0,
            JSON.stringify(failure),
            decision.needBytes ?? null,
            decision.queue ?? null,
            decision.parameters ? JSON.stringify(decision.parameters) : null,
            Math.round(decision.afterMs * 1000),
            job.id,
            job.attempt,
          ],
        );
        return touched === 1;
      }
      const touched = await sql.run(
        `UPDATE jobs SET state = 'failed', finished_at = UTC_TIMESTAMP(3), owner = NULL, lease_until = NULL, failure = ? WHERE ${held}`,
        [JSON.stringify(failure), job.id, job.attempt],
      );
      if (touched !== 1) return false;
      await failRun(sql, job, failure);
      return true;
    });
  }

  /** Hands a job back on drain: as if it had not been started. */
  async release(job: Pick<ClaimedJob, 'id' | 'attempt'>): Promise<boolean> {
    const touched = await this.database.run(
      `UPDATE jobs SET state = 'pending', owner = NULL, lease_until = NULL, starts = starts - 1, progress = NULL, available_at = UTC_TIMESTAMP(3) WHERE ${held}`,
      [job.id, job.attempt],
    );
    return touched === 1;
  }

  /** Takes running jobs away from owners that let their lease expire; one that was started too often is poison and fails. Answers how many. */
  async recoverExpired(maxStarts: number): Promise<number> {
    const expired = await this.database.rows(
      `SELECT id, run_id, tenant_id, attempt, starts FROM jobs WHERE state = 'running' AND lease_until < UTC_TIMESTAMP(3) LIMIT 200`,
    );
    for (const raw of expired) {
      const row = new RowValues(raw);
      const job = { id: row.text('id'), runId: row.text('run_id'), tenantId: row.text('tenant_id'), attempt: row.number('attempt') };
      const poison = row.number('starts') >= maxStarts;
      const code = poison ? 'attempts-exhausted' : 'worker-lost';
      const failure = new Fault(
        code,
        `The worker of attempt ${job.attempt} was lost; the job was started ${row.number('starts')} times.`,
      ).toFailure('running');
      await this.expire(job, failure, poison);
    }
    return expired.length;
  }

  async counts(): Promise<JobCounts[]> {
    const rows = await this.database.rows(
      `SELECT state, queue, COUNT(*) AS count, COALESCE(MAX(TIMESTAMPDIFF(SECOND, available_at, UTC_TIMESTAMP(3))), 0) AS oldest_seconds FROM jobs
       WHERE state IN ('blocked', 'pending', 'queued', 'running') GROUP BY state, queue`,
    );
    return rows
      .map((raw) => new RowValues(raw))
      .map((row) => ({
        state: row.text('state'),
        queue: row.text('queue'),
        count: row.number('count'),
        oldestSeconds: row.number('oldest_seconds'),
      }));
  }

  private async expire(job: Pick<ClaimedJob, 'id' | 'runId' | 'tenantId' | 'attempt'>, failure: Failure, poison: boolean): Promise<void> {
    await this.database.transaction(async (sql) => {
      await sql.rows('SELECT id FROM runs WHERE id = ? FOR UPDATE', [job.runId]);
      const next = poison ? `state = 'failed', finished_at = UTC_TIMESTAMP(3)` : `state = 'pending', available_at = UTC_TIMESTAMP(3)`;
      const touched = await sql.run(
        `UPDATE jobs SET ${next}, owner = NULL, lease_until = NULL, failure = ? WHERE ${held} AND lease_until < UTC_TIMESTAMP(3)`,
        [JSON.stringify(failure), job.id, job.attempt],
      );
      if (touched === 1 && poison) await failRun(sql, job, failure);
    });
  }
}

const prefixOf = (job: Pick<ClaimedJob, 'id' | 'runId' | 'tenantId'>) => `tenants/${job.tenantId}/runs/${job.runId}/jobs/${job.id}/`;

/** Where an attempt puts its outputs: no two attempts share a key. Ends with a slash. */
export const attemptPrefix = (job: Pick<ClaimedJob, 'id' | 'runId' | 'tenantId' | 'attempt'>): string =>
  `${prefixOf(job)}attempt-${job.attempt}/`;

const collectLostAttempts = async (sql: Sql, job: ClaimedJob) => {
  if (job.attempt > 1) await collect(sql, prefixOf(job), attemptPrefix(job), 120);
};

/** Releases what comes next in a run of which a job has been completed, or ends the run. */
const goOn = async (sql: Sql, runId: string) => {
  const left = await sql.rows(
    `SELECT id, kind, state FROM jobs WHERE run_id = ? AND state IN ('blocked', 'pending', 'queued', 'running') ORDER BY ordinal`,
    [runId],
  );
  const [next] = left;
  if (next === undefined) {
    await finishRun(sql, runId, 'completed', null);
    return;
  }
  if (left.some(({ state }) => state !== 'blocked')) return;
  // A chain has each kind once: jobs of one kind are tries at the same thing, and the first has made what they share.
  const end = left.findIndex(({ kind }) => kind !== next['kind']);
  const released = left.slice(0, end < 0 ? left.length : end).map(({ id }) => id);
  await sql.run(`UPDATE jobs SET state = 'pending', available_at = UTC_TIMESTAMP(3) WHERE id IN (?)`, [released]);
};

/** Fails a run with one of its jobs. Others that are under way find their fence gone, as by a cancel. */
const failRun = async (sql: Sql, job: Pick<ClaimedJob, 'id' | 'runId' | 'tenantId'>, failure: Failure) => {
  const others = await sql.rows(`SELECT id FROM jobs WHERE run_id = ? AND state = 'running'`, [job.runId]);
  await sql.run(
    `UPDATE jobs SET state = 'cancelled', finished_at = UTC_TIMESTAMP(3) WHERE run_id = ? AND state IN ('blocked', 'pending', 'queued', 'running')`,
    [job.runId],
  );
  for (const { id } of others) await collect(sql, prefixOf({ ...job, id: String(id) }));
  await collect(sql, prefixOf(job), null, 120);
  await finishRun(sql, job.runId, 'failed', failure);
};

const storeResults = async (sql: Sql, job: ClaimedJob, outcome: JobOutcome) => {
  const now = new Date();
  const artefacts = outcome.artefacts.map((file) => [
    newId(),
    job.tenantId,
    job.runId,
    job.id,
    file.kind,
    file.fileName,
    file.mediaType,
    file.objectKey,
    file.bytes,
    file.sha256,
    now,
  ]);
  await insertAll(
    sql,
    'artefacts (id, tenant_id, run_id, job_id, kind, file_name, media_type, object_key, bytes, sha256, created_at)',
    artefacts,
  );
  const profile = outcome.artefacts.find(({ kind }) => kind === 'profile');
  if (profile) await sql.run('UPDATE versions SET profile_key = ? WHERE id = ?', [profile.objectKey, job.versionId]);
  const findings = outcome.findings.map((finding, position) => [
    job.runId,
    position,
    finding.rule,
    finding.severity,
    finding.column,
    JSON.stringify(finding),
  ]);
  await insertAll(sql, 'findings (run_id, position, `rule`, severity, column_name, body)', findings);
  await replaceMetrics(sql, job, outcome.metrics);
  if (outcome.policies && outcome.policies.length > 0) {
    const [version] = await sql.rows('SELECT dataset_id FROM versions WHERE id = ?', [job.versionId]);
    await storeSuggestions(sql, String(version?.['dataset_id']), outcome.policies);
  }
  const calls = (outcome.agentCalls ?? []).map(({ agent, usage }) => [
    newId(),
    job.tenantId,
    job.id,
    agent,
    usage.model,
    usage.inputTokens,
    usage.outputTokens,
    Math.round(usage.milliseconds),
    now,
  ]);
  await insertAll(sql, 'agent_calls (id, tenant_id, job_id, agent, model, input_tokens, output_tokens, milliseconds, created_at)', calls);
  const [run] = await sql.rows('SELECT summary FROM runs WHERE id = ?', [job.runId]);
  const summary = { ...new RowValues(run ?? { summary: '{}' }).json<Record<string, number>>('summary'), ...outcome.summary };
  await sql.run('UPDATE runs SET summary = ? WHERE id = ?', [JSON.stringify(summary), job.runId]);
  if (outcome.workingCopy) {
    const { objectKey, ingest, format, rows, columns } = outcome.workingCopy;
    await sql.run(
      'UPDATE versions SET working_key = ?, ingest = ?, format = ?, row_count = ?, column_count = ? WHERE id = ? AND working_key IS NULL',
      [objectKey, JSON.stringify(ingest), format, rows, columns, job.versionId],
    );
  }
};

const toClaimed = (row: RowValues): ClaimedJob => ({
  id: row.text('id'),
  runId: row.text('run_id'),
  tenantId: row.text('tenant_id'),
  versionId: row.text('version_id'),
  kind: row.text('kind') as JobKind,
  attempt: row.number('attempt'),
  failures: row.number('failures'),
  queue: row.text('queue'),
  needBytes: row.number('need_bytes'),
  parameters: row.json<unknown>('parameters'),
  requestId: row.text('request_id'),
  waitedMs: row.number('waited_ms'),
});
