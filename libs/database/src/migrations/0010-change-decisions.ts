import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people have decided of changes that a cleansing was not sure enough of. */
export class ChangeDecisions0010 implements MigrationInterface {
  readonly name = 'ChangeDecisions1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    const id = 'CHAR(36) CHARACTER SET ascii NOT NULL';
    const key = 'CHAR(32) CHARACTER SET ascii NOT NULL';
    await runner.query(
      `CREATE TABLE IF NOT EXISTS change_decisions (id ${id}, tenant_id ${id}, dataset_id ${id}, identity ${key}, record_key ${key}, cell_key ${key},
       column_name TEXT NOT NULL, before_text LONGTEXT NULL, after_text LONGTEXT NOT NULL, confidence DOUBLE NOT NULL, reason TEXT NOT NULL,
       decision VARCHAR(16) CHARACTER SET ascii NOT NULL, run_id ${id}, row_index INT UNSIGNED NOT NULL,
       key_id ${id}, person VARCHAR(200) NULL, decided_at DATETIME(3) NOT NULL,
       PRIMARY KEY (id), UNIQUE KEY change_of_dataset (dataset_id, identity, record_key, cell_key), KEY list_of_dataset (dataset_id, id),
       KEY rows_of_run (run_id, row_index)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Restore a backup to go back: dropping every table is never right.'));
  }
}
