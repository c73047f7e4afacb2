import type { MigrationInterface, QueryRunner } from 'typeorm';

const id = 'CHAR(36) CHARACTER SET ascii NOT NULL';

/**
 * Every metric of every version as one row, whatever runs have written it: the newest run's. The primary key is the order in which a
 * dataset's history is paged; `series` is one metric of one column over the versions, which is what a chart asks for.
 */
export class MetricValues0003 implements MigrationInterface {
  readonly name = 'MetricValues1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS metric_values (
         tenant_id ${id}, dataset_id ${id}, version_number INT NOT NULL, column_position INT NOT NULL, column_name TEXT NULL,
         metric VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, value_number DOUBLE NULL, value_text TEXT NULL,
         version_id ${id}, run_id ${id}, created_at DATETIME(3) NOT NULL,
         PRIMARY KEY (dataset_id, version_number, column_position, metric), KEY series (dataset_id, metric, column_name(64), version_number)
       ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
    );
    if (!(await runner.hasTable('profile_metrics'))) return;
    // Run ids rise with time, so that of a version's runs the newest writes last.
    await runner.query(
      `REPLACE INTO metric_values
         (tenant_id, dataset_id, version_number, column_position, column_name, metric, value_number, value_text, version_id, run_id, created_at)
       SELECT v.tenant_id, v.dataset_id, v.number, m.column_position, m.column_name, m.metric, m.value_number, m.value_text,
         m.version_id, m.run_id, COALESCE(r.finished_at, r.created_at)
       FROM profile_metrics m JOIN versions v ON v.id = m.version_id JOIN runs r ON r.id = m.run_id ORDER BY m.run_id`,
    );
    await runner.query('DROP TABLE profile_metrics');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Restore a backup to go back: dropping every table is never right.'));
  }
}
