import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What may be done with the columns of a dataset: what profiles suggest, and what somebody decided. */
export class ColumnPolicies0005 implements MigrationInterface {
  readonly name = 'ColumnPolicies1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    const word = 'VARCHAR(32) CHARACTER SET ascii NULL';
    await runner.query(
      `CREATE TABLE IF NOT EXISTS column_policies (
         dataset_id CHAR(36) CHARACTER SET ascii NOT NULL, column_name VARCHAR(512) NOT NULL, type ${word}, suggested ${word}, decided ${word},
         changed_at DATETIME(3) NOT NULL, PRIMARY KEY (dataset_id, column_name)
       ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Restore a backup to go back: dropping every table is never right.'));
  }
}
