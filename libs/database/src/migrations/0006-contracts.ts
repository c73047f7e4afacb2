import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The contracts that versions of a dataset are checked against; the highest number counts. */
export class Contracts0006 implements MigrationInterface {
  readonly name = 'Contracts1700000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS contracts (dataset_id CHAR(36) CHARACTER SET ascii NOT NULL, number INT NOT NULL,
       tenant_id CHAR(36) CHARACTER SET ascii NOT NULL, body LONGTEXT NOT NULL, created_at DATETIME(3) NOT NULL,
       PRIMARY KEY (dataset_id, number)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Restore a backup to go back: dropping every table is never right.'));
  }
}
