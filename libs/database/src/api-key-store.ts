import type { Scope } from '@millrace/contracts';
import { newId } from '@millrace/platform';
import type { Database } from './database';
import { RowValues } from './row-values';

export interface ApiKey {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  /** First characters of the secret, so that a person tells keys apart. */
  readonly prefix: string;
  readonly scopes: Scope[];
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

export interface NewApiKey {
  readonly tenantId: string;
  readonly name: string;
  readonly prefix: string;
  /** SHA-256 of the secret, hexadecimal: the secret itself is never stored. */
  readonly hash: string;
  readonly scopes: readonly Scope[];
}

export class ApiKeyStore {
  constructor(private readonly database: Database) {}

  /** A key whose hash is already there is left as it is. */
  async create({ tenantId, name, prefix, hash, scopes }: NewApiKey): Promise<ApiKey> {
    await this.database.run(
      'INSERT IGNORE INTO api_keys (id, tenant_id, name, prefix, hash, scopes, created_at) VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))',
      [newId(), tenantId, name, prefix, hash, JSON.stringify(scopes)],
    );
    const [row] = await this.database.rows('SELECT * FROM api_keys WHERE hash = ?', [hash]);
    return toKey(new RowValues(row ?? {}));
  }

  /** The key with this hash, unless it is revoked; notes its use at most once a minute. */
  async findByHash(hash: string): Promise<ApiKey | null> {
    const [row] = await this.database.rows('SELECT * FROM api_keys WHERE hash = ? AND revoked_at IS NULL', [hash]);
    if (!row) return null;
    const key = toKey(new RowValues(row));
    const stale = 'id = ? AND (last_used_at IS NULL OR last_used_at < UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE)';
    if (key.lastUsedAt === null || Date.now() - Date.parse(key.lastUsedAt) > 60_000)
      await this.database.run(`UPDATE api_keys SET last_used_at = UTC_TIMESTAMP(3) WHERE ${stale}`, [key.id]);
    return key;
  }

  async isActive(tenantId: string, id: string): Promise<boolean> {
    return (
      (await this.database.rows('SELECT 1 FROM api_keys WHERE tenant_id = ? AND id = ? AND revoked_at IS NULL', [tenantId, id])).length ===
      1
    );
  }

  async list(tenantId: string): Promise<ApiKey[]> {
    return (await this.database.rows('SELECT * FROM api_keys WHERE tenant_id = ? ORDER BY id DESC LIMIT 500', [tenantId])).map((row) =>
      toKey(new RowValues(row)),
    );
  }

  /** False where the tenant has no such key. */
  async revoke(tenantId: string, id: string): Promise<boolean> {
    return (
      (await this.database.run('UPDATE api_keys SET revoked_at = COALESCE(revoked_at, UTC_TIMESTAMP(3)) WHERE tenant_id = ? AND id = ?', [
        tenantId,
        id,
      ])) === 1
    );
  }
}

const toKey = (row: RowValues): ApiKey => ({
  id: row.text('id'),
  tenantId: row.text('tenant_id'),
  name: row.text('name'),
  prefix: row.text('prefix'),
  scopes: row.json<Scope[]>('scopes'),
  createdAt: row.instant('created_at'),
  lastUsedAt: row.instantOrNull('last_used_at'),
  revokedAt: row.instantOrNull('revoked_at'),
});
