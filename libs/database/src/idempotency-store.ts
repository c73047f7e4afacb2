import { newId } from '@millrace/platform';
import type { Database, Sql } from './database';
import { RowValues } from './row-values';

export interface StoredAnswer {
  readonly status: number;
  readonly location: string | null;
  readonly body: unknown;
}

/** The key of a request under way: `owner` is the fence that every later write must carry. */
export interface HeldKey {
  readonly tenantId: string;
  readonly key: string;
  readonly owner: string;
}

/** Ids of what a request has made. */
export type Made = Readonly<Record<string, string | null>>;

export type IdempotencyState =
  | { readonly state: 'new'; readonly held: HeldKey }
  | { readonly state: 'busy' }
  | { readonly state: 'mismatch' }
  | {
      readonly state: 'done';
      readonly made: Made;
      /** Null where its process was lost between the commit and the answer. */
      readonly answer: StoredAnswer | null;
      /** A hash of what the first request came with; null where its fingerprint says all. */
      readonly content: string | null;
    };

const keptHours = 24;
const place = 'tenant_id = ? AND idempotency_key = ?';
const isUnderWay = 'made IS NULL AND answer IS NULL';

/**
 * What was made under each tenant's Idempotency-Keys in the last day. A request holds its key by a lease that it renews; one whose lease
 * has lapsed loses the key to the next request, and with it the right to commit.
 */
export class IdempotencyStore {
  /** @param leaseSeconds until when a holder that does not renew is taken for lost */
  constructor(
    private readonly database: Database,
    readonly leaseSeconds: number,
  ) {}

  /** `new` gives the caller the key: it must renew it until it is recorded or abandoned. */
  async begin(tenantId: string, key: string, fingerprint: string): Promise<IdempotencyState> {
    const owner = newId();
    const made = await this.database.run(
      `INSERT IGNORE INTO idempotency_keys (tenant_id, idempotency_key, fingerprint, owner, lease_until, created_at)
       VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3) + INTERVAL ? SECOND, UTC_TIMESTAMP(3))`,
      [tenantId, key, fingerprint, owner, this.leaseSeconds],
    );
    if (made === 1 || (await this.takeOver({ tenantId, key, owner }, fingerprint))) return { state: 'new', held: { tenantId, key, owner } };
    const [row] = await this.database.rows(`SELECT * FROM idempotency_keys WHERE ${place}`, [tenantId, key]);
    // Abandoned at this moment: the caller is told to come again.
    if (!row) return { state: 'busy' };
    const values = new RowValues(row);
    if (values.text('fingerprint') !== fingerprint) return { state: 'mismatch' };
    const answer = values.jsonOrNull<StoredAnswer>('answer');
    const ids = values.jsonOrNull<Made>('made');
    if (!answer && !ids) return { state: 'busy' };
    return { state: 'done', made: ids ?? {}, answer, content: values.textOrNull('content') };
  }

  /** Says that the request is still under way. */
  async renew({ tenantId, key, owner }: HeldKey): Promise<void> {
    await this.database.run(
      `UPDATE idempotency_keys SET lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND WHERE ${place} AND owner = ? AND ${isUnderWay}`,
      [this.leaseSeconds, tenantId, key, owner],
    );
  }

  /**
   * Notes what the request has made; call it in the transaction that makes it. False where the key is no longer the caller's: then the
   * transaction must not commit.
   * @param content a hash of what a repeat has to come with; null where the fingerprint says all
   */
  async record(sql: Sql, { tenantId, key, owner }: HeldKey, made: Made, content: string | null): Promise<boolean> {
    const touched = await sql.run(`UPDATE idempotency_keys SET made = ?, content = ? WHERE ${place} AND owner = ?`, [
      JSON.stringify(made),
      content,
      tenantId,
      key,
      owner,
    ]);
    return touched === 1;
  }

  /** Keeps the answer for repeats, word for word. */
  async keepAnswer({ tenantId, key, owner }: HeldKey, answer: StoredAnswer): Promise<void> {
    await this.database.run(`UPDATE idempotency_keys SET answer = ? WHERE ${place} AND owner = ?`, [
      JSON.stringify(answer),
      tenantId,
      key,
      owner,
    ]);
  }

  /** Gives the key free, unless something was made under it. */
  async abandon({ tenantId, key, owner }: HeldKey): Promise<void> {
    await this.database.run(`DELETE FROM idempotency_keys WHERE ${place} AND owner = ? AND ${isUnderWay}`, [tenantId, key, owner]);
  }

  /** Forgets keys that are older than a day; answers how many. */
  forgetOld(): Promise<number> {
    return this.database.run(
      `DELETE FROM idempotency_keys WHERE created_at < UTC_TIMESTAMP(3) - INTERVAL ${keptHours} HOUR
       AND (lease_until IS NULL OR lease_until < UTC_TIMESTAMP(3)) LIMIT 1000`,
    );
  }

  private async takeOver({ tenantId, key, owner }: HeldKey, fingerprint: string): Promise<boolean> {
    const touched = await this.database.run(
      `UPDATE idempotency_keys SET owner = ?, fingerprint = ?, lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND, created_at = UTC_TIMESTAMP(3),
       made = NULL, answer = NULL, content = NULL
       WHERE ${place} AND (lease_until IS NULL OR lease_until < UTC_TIMESTAMP(3)) AND ((${isUnderWay}) OR created_at < UTC_TIMESTAMP(3) - INTERVAL ${keptHours} HOUR)`,
      [owner, fingerprint, this.leaseSeconds, tenantId, key],
    );
    return touched === 1;
  }
}
