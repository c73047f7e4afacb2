import type { JobKind } from '@millrace/contracts';
import type { Database, Row, Sql } from './database';
import { RowValues } from './row-values';

/** A job that waits to be made known to a queue. */
export interface PendingJob {
  readonly id: string;
  readonly tenantId: string;
  readonly queue: string;
  readonly needBytes: number;
  readonly requestId: string;
  readonly attempt: number;
  readonly priority: number;
  /** How long it has waited, with earlier attempts. */
  readonly waitedMs: number;
  /** How long it is expected to run; null where nothing is known. */
  readonly expectedMs: number | null;
}

export interface TenantLimits {
  readonly weight: number;
  /** Null: as many as there is room for. */
  readonly maxJobs: number | null;
  readonly maxBytes: number | null;
}

/** What there is to publish, and what is published already. */
export interface Outbox {
  /** For each tenant and queue the first `limit`. */
  readonly pending: readonly PendingJob[];
  /** Of each tenant, published and not ended. */
  readonly use: ReadonlyMap<string, { readonly jobs: number; readonly bytes: number }>;
  readonly limits: ReadonlyMap<string, TenantLimits>;
  /** Jobs that wait in each queue. */
  readonly depths: ReadonlyMap<string, number>;
  /** Of all live data workers. */
  readonly capacity: { readonly bytes: number; readonly slots: number };
}

const waited = 'TIMESTAMPDIFF(MICROSECOND, COALESCE(waiting_since, available_at), UTC_TIMESTAMP(3)) / 1000 AS waited_ms';
const fields = `id, tenant_id, queue, need_bytes, request_id, attempt, priority, expected_ms, ${waited}`;
/** As the relay's own order of a tenant's jobs: what has waited for ten minutes, then by age, a minute more for each step of priority. */
const since = 'COALESCE(waiting_since, available_at)';
const turn = `${since} > UTC_TIMESTAMP(3) - INTERVAL 10 MINUTE, ${since} - INTERVAL priority MINUTE`;
const aliveSeconds = 30;

/** The jobs table as an outbox. One process publishes at a time: limits of tenants hold to the job. */
export class OutboxStore {
  constructor(private readonly database: Database) {}

  /** Hands those that `choose` names, by id, to `publish` and marks them queued; when that throws, none is marked. Answers how many. */
  publishPending(
    limit: number,
    choose: (outbox: Outbox) => readonly string[],
    publish: (jobs: readonly PendingJob[]) => Promise<void>,
  ): Promise<number> {
    return this.database.transaction(async (sql) => {
      const [any] = await sql.rows(`SELECT 1 FROM jobs WHERE state = 'pending' AND available_at <= UTC_TIMESTAMP(3) LIMIT 1`);
      if (!any) return 0;
      await sql.rows('SELECT id FROM relay_turn WHERE id = 1 FOR UPDATE');
      const outbox = await readOutbox(sql, limit);
      const byId = new Map(outbox.pending.map((job) => [job.id, job]));
      const chosen = choose(outbox).flatMap((id) => byId.get(id) ?? []);
      if (chosen.length === 0) return 0;
      // A cancel may have come first.
      const ids = chosen.map(({ id }) => id);
      const still = await sql.rows(`SELECT id FROM jobs WHERE id IN (?) AND state = 'pending' FOR UPDATE SKIP LOCKED`, [ids]);
      const free = new Set(still.map(({ id }) => id));
      const jobs = chosen.filter(({ id }) => free.has(id));
      if (jobs.length === 0) return 0;
      await publish(jobs);
      await sql.run(`UPDATE jobs SET state = 'queued', published_at = UTC_TIMESTAMP(3) WHERE id IN (?) AND state = 'pending'`, [
        jobs.map(({ id }) => id),
      ]);
      return jobs.length;
    });
  }

  /** Jobs that were published a while ago and still wait. */
  async queuedBefore(seconds: number, limit: number): Promise<PendingJob[]> {
    const rows = await this.database.rows(
      `SELECT ${fields} FROM jobs WHERE state = 'queued' AND published_at < UTC_TIMESTAMP(3) - INTERVAL ? SECOND ORDER BY published_at LIMIT ?`,
      [seconds, limit],
    );
    return rows.map(toPending);
  }

  /** Jobs in a queue that no live worker can hold any more; none while no worker is up. */
  async queuedTooLarge(limit: number): Promise<PendingJob[]> {
    const rows = await this.database.rows(
      `SELECT ${fields} FROM jobs WHERE state = 'queued' AND need_bytes > (SELECT MAX(budget_bytes) FROM ${liveWorkers}) LIMIT ?`,
      [limit],
    );
    return rows.map(toPending);
  }

  /**
   * Has jobs of a kind that have waited long for a worker that can hold them go out of core on one that is there, unless they were to stay
   * in memory. Answers how many.
   */
  async goOutOfCore(kind: JobKind, needBytes: number, queue: string, waitedSeconds: number): Promise<number> {
    return this.database.run(
      `UPDATE jobs SET need_bytes = ?, queue = ?, parameters = JSON_SET(parameters, '$.lane', 'outOfCore')
       WHERE state = 'pending' AND kind = ? AND COALESCE(JSON_VALUE(parameters, '$.lane'), 'auto') <> 'memory'
         AND need_bytes > (SELECT MAX(budget_bytes) FROM ${liveWorkers}) AND ${since} < UTC_TIMESTAMP(3) - INTERVAL ? SECOND`,
      [needBytes, queue, kind, waitedSeconds],
    );
  }

  /** Has queued jobs that no queue knows published again. */
  async unpublish(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.database.run(`UPDATE jobs SET state = 'pending' WHERE id IN (?) AND state = 'queued'`, [ids]);
  }

  /** Says that a queue still knows these, so that the sweeper looks at others first. */
  async confirmQueued(ids: readonly string[]): Promise<void> {
    if (ids.length > 0)
      await this.database.run(`UPDATE jobs SET published_at = UTC_TIMESTAMP(3) WHERE id IN (?) AND state = 'queued'`, [ids]);
  }
}

const liveWorkers = `worker_hosts WHERE role = 'data' AND seen_at > UTC_TIMESTAMP(3) - INTERVAL ${aliveSeconds} SECOND`;

const readOutbox = async (sql: Sql, limit: number): Promise<Outbox> => {
  const [capacity] = await sql.rows(
    `SELECT COALESCE(SUM(budget_bytes), 0) AS bytes, COALESCE(SUM(slots), 0) AS slots, MAX(budget_bytes) AS largest FROM ${liveWorkers}`,
  );
  // What no live worker can hold would stand before those in its queue that one can: it waits here for a larger one.
  const pending = await sql.rows(
    `SELECT * FROM (
       SELECT ${fields}, ROW_NUMBER() OVER (PARTITION BY tenant_id, queue ORDER BY ${turn}) AS place
       FROM jobs WHERE state = 'pending' AND available_at <= UTC_TIMESTAMP(3) AND need_bytes <= ?
     ) waiting WHERE place <= ? ORDER BY waited_ms DESC LIMIT 5000`,
    [Number(capacity?.['largest'] ?? Number.MAX_SAFE_INTEGER), limit],
  );
  const use = await sql.rows(
    `SELECT tenant_id, COUNT(*) AS jobs, SUM(need_bytes) AS bytes FROM jobs WHERE state IN ('queued', 'running') GROUP BY tenant_id`,
  );
  const depths = await sql.rows(`SELECT queue, COUNT(*) AS depth FROM jobs WHERE state = 'queued' GROUP BY queue`);
  const limits = await sql.rows('SELECT id, weight, max_jobs, max_bytes FROM tenants WHERE id IN (?)', [
    [...new Set(pending.map((row) => row['tenant_id'])), ''],
  ]);
  const values = (rows: readonly Row[]) => rows.map((row) => new RowValues(row));
  return {
    pending: pending.map(toPending),
    use: new Map(values(use).map((row) => [row.text('tenant_id'), { jobs: row.number('jobs'), bytes: row.number('bytes') }])),
    limits: new Map(
      values(limits).map((row) => [
        row.text('id'),
        { weight: row.number('weight'), maxJobs: row.numberOrNull('max_jobs'), maxBytes: row.numberOrNull('max_bytes') },
      ]),
    ),
    depths: new Map(values(depths).map((row) => [row.text('queue'), row.number('depth')])),
    capacity: { bytes: Number(capacity?.['bytes'] ?? 0), slots: Number(capacity?.['slots'] ?? 0) },
  };
};

const toPending = (raw: Row): PendingJob => {
  const row = new RowValues(raw);
  return {
    id: row.text('id'),
    tenantId: row.text('tenant_id'),
    queue: row.text('queue'),
    needBytes: row.number('need_bytes'),
    requestId: row.text('request_id'),
    attempt: row.number('attempt'),
    priority: row.number('priority'),
    waitedMs: row.number('waited_ms'),
    expectedMs: row.numberOrNull('expected_ms'),
  };
};
