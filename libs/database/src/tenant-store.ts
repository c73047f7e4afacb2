import { newId } from '@millrace/platform';
import type { Database } from './database';

/** The tenant that exists from the start. */
export const defaultTenantId = '00000000-0000-7000-8000-000000000001';

export class TenantStore {
  constructor(private readonly database: Database) {}

  async ensureDefault(): Promise<string> {
    await this.database.run('INSERT IGNORE INTO tenants (id, name, created_at) VALUES (?, ?, UTC_TIMESTAMP(3))', [
      defaultTenantId,
      'default',
    ]);
    return defaultTenantId;
  }

  async create(name: string): Promise<string> {
    const id = newId();
    await this.database.run('INSERT INTO tenants (id, name, created_at) VALUES (?, ?, UTC_TIMESTAMP(3))', [id, name]);
    return id;
  }
}
