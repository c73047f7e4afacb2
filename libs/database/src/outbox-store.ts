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

  /**
   * Hands those that `choose` names, by id, to `publish` and marks them queued; when that throws, none is marked. Answers how many. No row is
   * locked while they are handed over: a worker that hears of one takes it at once, and a doorbell of one that was cancelled opens nothing.
   */
  async publishPending(
    limit: number,
    choose: (outbox: Outbox) => readonly string[],
    publish: (jobs: readonly PendingJob[]) => Promise<void>,
  ): Promise<number> {
    const [any] = await this.database.rows(`SELECT 1 FROM jobs WHERE state = 'pending' AND available_at <= UTC_TIMESTAMP(3) LIMIT 1`);
    if (!any) return 0;
    return this.database.transaction(async (sql) => {
      await sql.rows('SELECT id FROM relay_turn WHERE id = 1 FOR UPDATE');
      const outbox = await readOutbox(sql, limit);
      const byId = new Map(outbox.pending.map((job) => [job.id, job]));
      const jobs = choose(outbox).flatMap((id) => byId.get(id) ?? []);
      if (jobs.length === 0) return 0;
      await publish(jobs);
      // What was started and handed back meanwhile is at a later attempt, of which no queue knows yet.
      await sql.run(
        `UPDATE jobs SET state = 'queued', published_at = UTC_TIMESTAMP(3) WHERE id IN (?) AND (id, attempt) IN (?) AND state = 'pending'`,
        [jobs.map(({ id }) => id), jobs.map(({ id, attempt }) => [id, attempt])],
      );
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

/** Two statements, since each is a trip while all other processes wait for their turn. */
const readOutbox = async (sql: Sql, limit: number): Promise<Outbox> => {
  const totals = await sql.rows(
    `SELECT 'tenant' AS what, tenant_id AS name, COUNT(*) AS jobs, SUM(need_bytes) AS bytes FROM jobs WHERE state IN ('queued', 'running') GROUP BY tenant_id
     UNION ALL SELECT 'queue', queue, COUNT(*), 0 FROM jobs WHERE state = 'queued' GROUP BY queue
     UNION ALL SELECT 'capacity', '', COALESCE(SUM(slots), 0), COALESCE(SUM(budget_bytes), 0) FROM ${liveWorkers}`,
  );
  // What no live worker can hold would stand before those in its queue that one can: it waits here for a larger one.
  const pending = await sql.rows(
    `SELECT waiting.*, tenants.weight, tenants.max_jobs, tenants.max_bytes FROM (
       SELECT ${fields}, ROW_NUMBER() OVER (PARTITION BY tenant_id, queue ORDER BY ${turn}) AS place
       FROM jobs WHERE state = 'pending' AND available_at <= UTC_TIMESTAMP(3)
         AND need_bytes <= COALESCE((SELECT MAX(budget_bytes) FROM ${liveWorkers}), ${Number.MAX_SAFE_INTEGER})
     ) waiting LEFT JOIN tenants ON tenants.id = waiting.tenant_id WHERE place <= ? ORDER BY waited_ms DESC LIMIT 5000`,
    [limit],
  );
  const values = totals.map((row) => new RowValues(row));
  const totalsOf = (what: string) =>
    new Map(
      values
        .filter((row) => row.text('what') === what)
        .map((row) => [row.text('name'), { jobs: row.number('jobs'), bytes: row.number('bytes') }]),
    );
  const capacity = totalsOf('capacity').get('');
  return {
    pending: pending.map(toPending),
    use: totalsOf('tenant'),
    limits: new Map(pending.flatMap(toLimits)),
    depths: new Map([...totalsOf('queue')].map(([queue, { jobs }]) => [queue, jobs])),
    capacity: { bytes: capacity?.bytes ?? 0, slots: capacity?.jobs ?? 0 },
  };
};

const toLimits = (raw: Row): [tenantId: string, limits: TenantLimits][] => {
  const row = new RowValues(raw);
  const weight = row.numberOrNull('weight');
  if (weight === null) return [];
  return [[row.text('tenant_id'), { weight, maxJobs: row.numberOrNull('max_jobs'), maxBytes: row.numberOrNull('max_bytes') }]];
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
