import { Fault, type Finding } from '@millrace/contracts';
import { newId } from '@millrace/platform';
import type { Database, Row, Sql } from './database';
import { RowValues } from './row-values';

export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly createdAt: string;
}

export interface Delivery {
  readonly id: string;
  readonly webhookId: string;
  readonly runId: string;
  readonly event: string;
  readonly state: 'due' | 'delivered' | 'given-up';
  readonly attempts: number;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly createdAt: string;
  readonly deliveredAt: string | null;
}

/** A delivery that its caller is to send now. */
export interface DueDelivery {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  readonly event: string;
  readonly body: string;
  /** Counts this one. */
  readonly attempt: number;
}

const holdSeconds = 60;

export class WebhookStore {
  constructor(private readonly database: Database) {}

  async create(tenantId: string, url: string, secret: string): Promise<Webhook> {
    const id = newId();
    await this.database.run('INSERT INTO webhooks (id, tenant_id, url, secret, created_at) VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3))', [
      id,
      tenantId,
      url,
      secret,
    ]);
    return { id, url, createdAt: new Date().toISOString() };
  }

  async list(tenantId: string): Promise<Webhook[]> {
    const rows = await this.database.rows('SELECT * FROM webhooks WHERE tenant_id = ? AND deleted_at IS NULL ORDER BY id DESC LIMIT 500', [
      tenantId,
    ]);
    return rows
      .map((raw) => new RowValues(raw))
      .map((row) => ({ id: row.text('id'), url: row.text('url'), createdAt: row.instant('created_at') }));
  }

  async remove(tenantId: string, id: string): Promise<void> {
    const touched = await this.database.run(
      'UPDATE webhooks SET deleted_at = UTC_TIMESTAMP(3) WHERE tenant_id = ? AND id = ? AND deleted_at IS NULL',
      [tenantId, id],
    );
    if (touched === 0) throw new Fault('not-found', 'There is no such webhook.');
  }

  async deliveries(tenantId: string, webhookId: string): Promise<Delivery[]> {
    const [webhook] = await this.database.rows('SELECT id FROM webhooks WHERE tenant_id = ? AND id = ? AND deleted_at IS NULL', [
      tenantId,
      webhookId,
    ]);
    if (!webhook) throw new Fault('not-found', 'There is no such webhook.');
    return (
      await this.database.rows('SELECT * FROM webhook_deliveries WHERE tenant_id = ? AND webhook_id = ? ORDER BY id DESC LIMIT 200', [
        tenantId,
        webhookId,
      ])
    ).map(toDelivery);
  }

  /** Takes deliveries that are due; one that its taker does not record is due again after a minute. */
  takeDue(limit: number): Promise<DueDelivery[]> {
    return this.database.transaction(async (sql) => {
      const rows = await sql.rows(
        `SELECT d.id, d.event, d.body, d.attempts, w.url, w.secret FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
         WHERE d.state = 'due' AND d.due_at <= UTC_TIMESTAMP(3) AND w.deleted_at IS NULL ORDER BY d.due_at LIMIT ? FOR UPDATE SKIP LOCKED`,
        [limit],
      );
      if (rows.length === 0) return [];
      await sql.run(
        'UPDATE webhook_deliveries SET attempts = attempts + 1, due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND WHERE id IN (?)',
        [holdSeconds, rows.map(({ id }) => id)],
      );
      return rows
        .map((raw) => new RowValues(raw))
        .map((row) => ({
          id: row.text('id'),
          url: row.text('url'),
          secret: row.text('secret'),
          event: row.text('event'),
          body: row.text('body'),
          attempt: row.number('attempts') + 1,
        }));
    });
  }

  async recordDelivered(id: string, status: number): Promise<void> {
    await this.database.run(
      `UPDATE webhook_deliveries SET state = 'delivered', last_status = ?, last_error = NULL, delivered_at = UTC_TIMESTAMP(3) WHERE id = ?`,
      [status, id],
    );
  }

  /** @param retryMs null gives it up. */
  async recordFailed(id: string, status: number | null, error: string, retryMs: number | null): Promise<void> {
    await this.database.run(
      `UPDATE webhook_deliveries SET state = ?, last_status = ?, last_error = ?, due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND WHERE id = ?`,
      [retryMs === null ? 'given-up' : 'due', status, error.slice(0, 500), (retryMs ?? 0) * 1000, id],
    );
  }
}

const mostTold = 20;

/** What is unusual in the profile of a run beside earlier versions, at most twenty: figures, never cells. */
const unusualFindings = async (sql: Sql, runId: string) => {
  const rows = await sql.rows(`SELECT body FROM findings WHERE run_id = ? AND \`rule\` LIKE 'unusual%' ORDER BY position LIMIT ?`, [
    runId,
    mostTold,
  ]);
  return rows
    .map((raw) => new RowValues(raw).json<Finding>('body'))
    .map(({ rule, column, measured, threshold, message }) => ({ rule, column, measured, threshold, message }));
};

/** Leaves one delivery of a run's end for each webhook of its tenant; the unique key makes a second one impossible. */
export const enqueueDeliveries = async (sql: Sql, runId: string, state: string): Promise<void> => {
  const hooks = await sql.rows(
    'SELECT w.id, w.tenant_id, r.dataset_id, r.version_id, r.summary FROM webhooks w JOIN runs r ON r.tenant_id = w.tenant_id WHERE r.id = ? AND w.deleted_at IS NULL',
    [runId],
  );
  if (hooks.length === 0) return;
  const event = `run.${state}`;
  const unusual = await unusualFindings(sql, runId);
  for (const raw of hooks) {
    const row = new RowValues(raw);
    const id = newId();
    const body = JSON.stringify({
      id,
      event,
      runId,
      datasetId: row.text('dataset_id'),
      versionId: row.text('version_id'),
      state,
      summary: row.json('summary'),
      unusual,
      at: new Date().toISOString(),
    });
    await sql.run(
      `INSERT IGNORE INTO webhook_deliveries (id, webhook_id, tenant_id, run_id, event, body, state, due_at, created_at) VALUES (?, ?, ?, ?, ?, ?, 'due', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
      [id, row.text('id'), row.text('tenant_id'), runId, event, body],
    );
  }
};

const toDelivery = (raw: Row): Delivery => {
  const row = new RowValues(raw);
  return {
    id: row.text('id'),
    webhookId: row.text('webhook_id'),
    runId: row.text('run_id'),
    event: row.text('event'),
    state: row.text('state') as Delivery['state'],
    attempts: row.number('attempts'),
    lastStatus: row.numberOrNull('last_status'),
    lastError: row.textOrNull('last_error'),
    createdAt: row.instant('created_at'),
    deliveredAt: row.instantOrNull('delivered_at'),
  };
};
