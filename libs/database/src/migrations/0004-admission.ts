import type { MigrationInterface, QueryRunner } from 'typeorm';

const columns = [
  // Since when a job waits, whatever became of earlier attempts; available_at is when it may start next.
  ['jobs', 'waiting_since', 'DATETIME(3) NULL'],
  ['jobs', 'priority', 'INT NOT NULL DEFAULT 0'],
  ['jobs', 'estimate_bytes', 'BIGINT NULL'],
  ['jobs', 'expected_ms', 'BIGINT NULL'],
  // The shares of a tenant; NULL: as much as there is.
  ['tenants', 'weight', 'DOUBLE NOT NULL DEFAULT 1'],
  ['tenants', 'max_jobs', 'INT NULL'],
  ['tenants', 'max_bytes', 'BIGINT NULL'],
  ['worker_hosts', 'slots', 'INT NOT NULL DEFAULT 1'],
  ['worker_hosts', 'used_bytes', 'BIGINT NOT NULL DEFAULT 0'],
  ['worker_hosts', 'is_pressed', 'BOOLEAN NOT NULL DEFAULT 0'],
] as const;

/** What admission weighs: how long a job waits, what it is thought to take, and the shares of tenants. */
export class Admission0004 implements MigrationInterface {
  readonly name = 'Admission1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    // A process that died after the change and before the note of it must not stop the next one.
    for (const [table, column, definition] of columns)
      if (!(await runner.hasColumn(table, column))) await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${definition}`);
    // One row: whoever has locked it is the one that publishes.
    await runner.query('CREATE TABLE IF NOT EXISTS relay_turn (id INT NOT NULL PRIMARY KEY) ENGINE=InnoDB');
    await runner.query('INSERT IGNORE INTO relay_turn (id) VALUES (1)');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Restore a backup to go back: dropping every table is never right.'));
  }
}
