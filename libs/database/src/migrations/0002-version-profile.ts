import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where the newest profile of each version lies, for jobs that build on it. */
export class VersionProfile0002 implements MigrationInterface {
  readonly name = 'VersionProfile1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    // A process that died after the change and before the note of it must not stop the next one.
    if (!(await runner.hasColumn('versions', 'profile_key')))
      await runner.query('ALTER TABLE versions ADD COLUMN profile_key VARCHAR(900) NULL');
    await runner.query(
      `UPDATE versions v JOIN jobs j ON j.version_id = v.id JOIN artefacts a ON a.job_id = j.id AND a.kind = 'profile' SET v.profile_key = a.object_key
       WHERE v.profile_key IS NULL`,
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Restore a backup to go back: dropping every table is never right.'));
  }
}
