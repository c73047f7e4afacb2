import { newId } from '@millrace/platform';
import type { Database, Sql } from './database';
import { RowValues } from './row-values';

export interface Garbage {
  readonly id: string;
  readonly prefix: string;
  /** What starts with it stays. */
  readonly keepPrefix: string | null;
}

const chunk = 5000;
const ofDataset = ['metric_values', 'column_policies', 'contracts', 'pair_decisions', 'change_decisions', 'record_identities'] as const;
const ofRun = ['findings', 'artefacts'] as const;

/** Objects that no row points to any more, and rows that no dataset has any more. */
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

  /**
   * Removes what is stored of deleted datasets: findings, metrics, policies, contracts, decisions and artefacts, and what versions and jobs tell of
   * their columns. Their runs stay as records of work. Safe in many processes at once; answers how many datasets were done.
   */
  async purgeDeleted(limit: number): Promise<number> {
    const datasets = await this.database.rows('SELECT id FROM datasets WHERE purged_at IS NULL AND deleted_at IS NOT NULL LIMIT ?', [
      limit,
    ]);
    for (const { id } of datasets) {
      const runs = (await this.database.rows('SELECT id FROM runs WHERE dataset_id = ?', [id])).map((run) => run['id']);
      for (const table of ofDataset) await this.deleteAll(table, 'dataset_id = ?', id);
      for (const run of runs) {
        for (const table of ofRun) await this.deleteAll(table, 'run_id = ?', run);
        await this.database.run(`UPDATE jobs SET parameters = '{}', progress = NULL WHERE run_id = ?`, [run]);
      }
      await this.database.run('UPDATE versions SET ingest = NULL, working_key = NULL, profile_key = NULL WHERE dataset_id = ?', [id]);
      await this.database.run('UPDATE datasets SET purged_at = UTC_TIMESTAMP(3) WHERE id = ?', [id]);
    }
    return datasets.length;
  }

  /** Little by little: one long statement would hold its locks all the while. */
  private async deleteAll(table: (typeof ofDataset | typeof ofRun)[number], condition: string, id: unknown): Promise<void> {
    while ((await this.database.run(`DELETE FROM ${table} WHERE ${condition} LIMIT ${chunk}`, [id])) === chunk);
  }
}

/** Leaves everything below `prefix`, save what is below `keepPrefix`, to the collector, once no writer can be under way. */
export const collect = async (sql: Sql, prefix: string, keepPrefix: string | null = null, afterSeconds = 60): Promise<void> => {
  await sql.run('INSERT INTO object_garbage (id, prefix, keep_prefix, due_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3) + INTERVAL ? SECOND)', [
    newId(),
    prefix,
    keepPrefix,
    afterSeconds,
  ]);
};
