import type { Database } from './database';
import { RowValues } from './row-values';

export interface StoredAnswer {
  readonly status: number;
  readonly location: string | null;
  readonly body: unknown;
}

export type IdempotencyState =
  | { readonly state: 'new' }
  | { readonly state: 'busy' }
  | { readonly state: 'mismatch' }
  | { readonly state: 'done'; readonly answer: StoredAnswer };

/** Answers kept for a day by tenant and Idempotency-Key. */
export class IdempotencyStore {
  constructor(private readonly database: Database) {}

  /** `new` gives the caller the key: it must `complete` or `abandon` it. One that was given and not ended for an hour is given again. */
  async begin(tenantId: string, key: string, fingerprint: string): Promise<IdempotencyState> {
    await this.database.run(
      'DELETE FROM idempotency_keys WHERE tenant_id = ? AND idempotency_key = ? AND created_at < UTC_TIMESTAMP(3) - INTERVAL IF(answer IS NULL, 1, 24) HOUR',
      [tenantId, key],
    );
    const made = await this.database.run(
      'INSERT IGNORE INTO idempotency_keys (tenant_id, idempotency_key, fingerprint, created_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))',
      [tenantId, key, fingerprint],
    );
    if (made === 1) return { state: 'new' };
    const [row] = await this.database.rows('SELECT * FROM idempotency_keys WHERE tenant_id = ? AND idempotency_key = ?', [tenantId, key]);
    if (!row) return { state: 'busy' };
    const values = new RowValues(row);
    if (values.text('fingerprint') !== fingerprint) return { state: 'mismatch' };
    const answer = values.jsonOrNull<StoredAnswer>('answer');
    return answer ? { state: 'done', answer } : { state: 'busy' };
  }

  async complete(tenantId: string, key: string, answer: StoredAnswer): Promise<void> {
    await this.database.run('UPDATE idempotency_keys SET answer = ? WHERE tenant_id = ? AND idempotency_key = ?', [
      JSON.stringify(answer),
      tenantId,
      key,
    ]);
  }

  async abandon(tenantId: string, key: string): Promise<void> {
    await this.database.run('DELETE FROM idempotency_keys WHERE tenant_id = ? AND idempotency_key = ? AND answer IS NULL', [tenantId, key]);
  }
}
