import type { MigrationInterface, QueryRunner } from 'typeorm';

const columns = [
  // Who holds the key while its request is under way, and until when.
  ['idempotency_keys', 'owner', 'CHAR(36) CHARACTER SET ascii NULL'],
  ['idempotency_keys', 'lease_until', 'DATETIME(3) NULL'],
  // What the request has made, stored with it in one transaction, and a hash of the content that it came with.
  ['idempotency_keys', 'made', 'TEXT NULL'],
  ['idempotency_keys', 'content', 'CHAR(64) CHARACTER SET ascii NULL'],
  // When the rows of a deleted dataset's results were removed.
  ['datasets', 'purged_at', 'DATETIME(3) NULL'],
] as const;

/** Idempotency keys with a lease and a fence; datasets whose results are swept after they are deleted. */
export class LeasedKeys0007 implements MigrationInterface {
  readonly name = 'LeasedKeys1700000000007';

  async up(runner: QueryRunner): Promise<void> {
    // A process that died after the change and before the note of it must not stop the next one.
    for (const [table, column, definition] of columns)
      if (!(await runner.hasColumn(table, column))) await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${definition}`);
    const [index] = (await runner.query(
      `SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'datasets' AND index_name = 'to_purge'`,
    )) as unknown[];
    if (index === undefined) await runner.query('ALTER TABLE datasets ADD KEY to_purge (purged_at, deleted_at)');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Restore a backup to go back: dropping every table is never right.'));
  }
}
