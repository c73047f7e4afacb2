import type { Database, Row } from './database';
import { toPage, type Page, type PageRequest } from './page';
import type { RowValues } from './row-values';

/** What somebody has decided of a run's results, all of it at once. */
export interface NewDecisions<T> {
  readonly tenantId: string;
  readonly datasetId: string;
  readonly runId: string;
  /** The columns that the keys of rows are made of. */
  readonly columns: readonly string[];
  readonly keyId: string;
  readonly person: string | null;
  readonly decisions: readonly T[];
}

type DecisionTable = 'pair_decisions' | 'change_decisions';

/** Decisions as `d`, each with who made it: the person who was named, else the key. */
export const decisionsIn = (table: DecisionTable): string =>
  `SELECT d.*, COALESCE(d.person, k.name, '') AS decided_by FROM ${table} d LEFT JOIN api_keys k ON k.id = d.key_id`;

/** What every decision says of itself. */
export const decisionOf = (row: RowValues) => ({
  id: row.text('id'),
  runId: row.text('run_id'),
  decidedBy: { keyId: row.text('key_id'), person: row.text('decided_by') },
  decidedAt: row.instant('decided_at'),
});

/** Decisions on a dataset, the newest first. */
export const listDecisions = async <T extends { readonly id: string }>(
  database: Database,
  table: DecisionTable,
  toDecision: (raw: Row) => T,
  { tenantId, datasetId }: Pick<NewDecisions<T>, 'tenantId' | 'datasetId'>,
  { limit, cursor }: PageRequest,
): Promise<Page<T>> => {
  const rows = await database.rows(
    `${decisionsIn(table)} WHERE d.tenant_id = ? AND d.dataset_id = ? AND (? IS NULL OR d.id < ?) ORDER BY d.id DESC LIMIT ?`,
    [tenantId, datasetId, cursor ?? null, cursor ?? null, limit + 1],
  );
  return toPage(rows.map(toDecision), limit);
};
