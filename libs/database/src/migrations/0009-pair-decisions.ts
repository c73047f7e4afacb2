import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people have decided of pairs of rows, and by which columns those rows are known again. */
export class PairDecisions0009 implements MigrationInterface {
  readonly name = 'PairDecisions1700000000009';

  async up(runner: QueryRunner): Promise<void> {
    const id = 'CHAR(36) CHARACTER SET ascii NOT NULL';
    const key = 'CHAR(32) CHARACTER SET ascii NOT NULL';
    await runner.query(
      `CREATE TABLE IF NOT EXISTS record_identities (dataset_id ${id}, hash ${key}, column_names LONGTEXT NOT NULL,
       PRIMARY KEY (dataset_id, hash)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
    );
    await runner.query(
      `CREATE TABLE IF NOT EXISTS pair_decisions (id ${id}, tenant_id ${id}, dataset_id ${id}, identity ${key}, low_key ${key}, high_key ${key},
       decision VARCHAR(16) CHARACTER SET ascii NOT NULL, run_id ${id}, first_row INT UNSIGNED NOT NULL, second_row INT UNSIGNED NOT NULL,
       key_id ${id}, person VARCHAR(200) NULL, decided_at DATETIME(3) NOT NULL,
       PRIMARY KEY (id), UNIQUE KEY pair_of_dataset (dataset_id, identity, low_key, high_key), KEY list_of_dataset (dataset_id, id),
       KEY rows_of_run (run_id, first_row, second_row)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Restore a backup to go back: dropping every table is never right.'));
  }
}
