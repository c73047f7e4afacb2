import type { Database } from './database';
import { RowValues } from './row-values';

export interface Garbage {
  readonly id: string;
  readonly prefix: string;
  /** What starts with it stays. */
  readonly keepPrefix: string | null;
}

/** Objects that no row points to any more. */
export class GarbageStore {
  constructor(private readonly database: Database) {}

  async due(limit: number): Promise<Garbage[]> {
    const rows = await this.database.rows('SELECT * FROM object_garbage WHERE due_at <= UTC_TIMESTAMP(3) ORDER BY due_at LIMIT ?', [limit]);
    return rows
      .map((raw) => new RowValues(raw))
      .map((row) => ({ id: row.text('id'), prefix: row.text('prefix'), keepPrefix: row.textOrNull('keep_prefix') }));
  }

  async collected(id: string): Promise<void> {
    await this.database.run('DELETE FROM object_garbage WHERE id = ?', [id]);
  }
}
