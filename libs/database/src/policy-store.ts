import type { ColumnPolicy, PolicyAction, PolicyDecisions } from '@millrace/contracts';
import type { Database, Row, Sql } from './database';
import { holdDataset } from './dataset-store';
import { RowValues } from './row-values';

/** What a profile suggests for a column of personal data. */
export interface SuggestedPolicy {
  readonly column: string;
  readonly type: NonNullable<ColumnPolicy['type']>;
  readonly suggested: PolicyAction;
}

/** Longer names are no columns that anybody decides on; they are left out. */
const longestName = 512;
const chunk = 500;

/** What may be done with the columns of datasets. Callers have checked whose the dataset is. */
export class PolicyStore {
  constructor(private readonly database: Database) {}

  /** In order of the columns' names. */
  async list(datasetId: string): Promise<ColumnPolicy[]> {
    const rows = await this.database.rows('SELECT * FROM column_policies WHERE dataset_id = ? ORDER BY column_name', [datasetId]);
    return rows.map(toPolicy);
  }

  /** Notes decisions; null takes one back. All of them or none. */
  async decide(datasetId: string, decisions: PolicyDecisions): Promise<void> {
    const rows = Object.entries(decisions).map(([column, action]) => [datasetId, column, action, new Date()]);
    await this.database.transaction(async (sql) => {
      await holdDataset(sql, datasetId);
      for (let at = 0; at < rows.length; at += chunk)
        await sql.run(
          `INSERT INTO column_policies (dataset_id, column_name, decided, changed_at) VALUES ?
           ON DUPLICATE KEY UPDATE decided = VALUES(decided), changed_at = VALUES(changed_at)`,
          [rows.slice(at, at + chunk)],
        );
    });
  }
}

/** Stores what a profile suggests in the place of what the one before did; decisions stay. Call it in the transaction that commits the run. */
export const storeSuggestions = async (sql: Sql, datasetId: string, suggestions: readonly SuggestedPolicy[]): Promise<void> => {
  const now = new Date();
  const rows = suggestions
    .filter(({ column }) => column.length <= longestName)
    .map(({ column, type, suggested }) => [datasetId, column, type, suggested, now]);
  for (let at = 0; at < rows.length; at += chunk)
    await sql.run(
      `INSERT INTO column_policies (dataset_id, column_name, type, suggested, changed_at) VALUES ?
       ON DUPLICATE KEY UPDATE type = VALUES(type), suggested = VALUES(suggested), changed_at = VALUES(changed_at)`,
      [rows.slice(at, at + chunk)],
    );
};

const toPolicy = (raw: Row): ColumnPolicy => {
  const row = new RowValues(raw);
  const suggested = row.textOrNull('suggested') as ColumnPolicy['suggested'];
  const decided = row.textOrNull('decided') as ColumnPolicy['decided'];
  return {
    column: row.text('column_name'),
    type: row.textOrNull('type') as ColumnPolicy['type'],
    suggested,
    decided,
    action: decided ?? suggested ?? 'allow',
    changedAt: row.instant('changed_at'),
  };
};
