import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Recipes that tenants have saved, each version of them. */
export class SavedRecipes0008 implements MigrationInterface {
  readonly name = 'SavedRecipes1700000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS recipes (tenant_id CHAR(36) CHARACTER SET ascii NOT NULL, name VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
       number INT NOT NULL, body LONGTEXT NOT NULL, created_at DATETIME(3) NOT NULL,
       PRIMARY KEY (tenant_id, name, number)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Restore a backup to go back: dropping every table is never right.'));
  }
}
