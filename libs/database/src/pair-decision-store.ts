import type { DecidedPairs, PairDecision, PairVerdict } from '@millrace/contracts';
import { newId } from '@millrace/platform';
import { createHash } from 'node:crypto';
import type { Database, Row } from './database';
import { holdDataset } from './dataset-store';
import { toPage, type Page, type PageRequest } from './page';
import { RowValues } from './row-values';

/** A decision on two rows of the version that a run has matched. */
export interface DecidedPair {
  readonly rows: readonly [number, number];
  /** By which the rows are known again: 32 hexadecimal digits each. */
  readonly keys: readonly [string, string];
  readonly decision: PairVerdict;
}

export interface NewPairDecisions {
  readonly tenantId: string;
  readonly datasetId: string;
  readonly runId: string;
  /** The columns that the keys are made of. */
  readonly columns: readonly string[];
  readonly keyId: string;
  readonly person: string | null;
  readonly decisions: readonly DecidedPair[];
}

const selected = `SELECT d.*, COALESCE(d.person, k.name, '') AS decided_by FROM pair_decisions d LEFT JOIN api_keys k ON k.id = d.key_id`;
const sorted = <T extends string | number>([a, b]: readonly [T, T]): [T, T] => (a <= b ? [a, b] : [b, a]);
const toDecision = (raw: Row): PairDecision => {
  const row = new RowValues(raw);
  return {
    id: row.text('id'),
    runId: row.text('run_id'),
    rows: [row.number('first_row'), row.number('second_row')],
    decision: row.text('decision') as PairVerdict,
    decidedBy: { keyId: row.text('key_id'), person: row.text('decided_by') },
    decidedAt: row.instant('decided_at'),
  };
};

/** What people have decided of pairs of rows; of each pair the last decision stands. Callers have checked whose the dataset is. */
export class PairDecisionStore {
  constructor(private readonly database: Database) {}

  /** Notes decisions, all of them or none. One that says what is noted already leaves who said so, and when. */
  async decide({ tenantId, datasetId, runId, columns, keyId, person, decisions }: NewPairDecisions): Promise<void> {
    const names = JSON.stringify(columns);
    const identity = createHash('sha256').update(names).digest('hex').slice(0, 32);
    const now = new Date();
    const rows = decisions.map(({ rows: of, keys, decision }) => [
      ...[newId(), tenantId, datasetId, identity, ...sorted(keys), decision],
      ...[runId, ...sorted(of), keyId, person, now],
    ]);
    const unless = (column: string) => `${column} = IF(decision = VALUES(decision), ${column}, VALUES(${column}))`;
    await this.database.transaction(async (sql) => {
      await holdDataset(sql, datasetId);
      await sql.run('INSERT IGNORE INTO record_identities (dataset_id, hash, column_names) VALUES (?, ?, ?)', [datasetId, identity, names]);
      await sql.run(
        `INSERT INTO pair_decisions (id, tenant_id, dataset_id, identity, low_key, high_key, decision, run_id, first_row, second_row, key_id, person, decided_at)
         VALUES ? ON DUPLICATE KEY UPDATE ${['key_id', 'person', 'decided_at'].map(unless).join(', ')},
         run_id = VALUES(run_id), first_row = VALUES(first_row), second_row = VALUES(second_row), decision = VALUES(decision)`,
        [rows],
      );
    });
  }

  /** The newest first. */
  async list(tenantId: string, datasetId: string, { limit, cursor }: PageRequest): Promise<Page<PairDecision>> {
    const rows = await this.database.rows(
      `${selected} WHERE d.tenant_id = ? AND d.dataset_id = ? AND (? IS NULL OR d.id < ?) ORDER BY d.id DESC LIMIT ?`,
      [tenantId, datasetId, cursor ?? null, cursor ?? null, limit + 1],
    );
    return toPage(rows.map(toDecision), limit);
  }

  /** What was decided of some pairs of rows of a run, by `first-second`. */
  async ofRun(tenantId: string, runId: string, pairs: readonly (readonly [number, number])[]): Promise<Map<string, PairDecision>> {
    if (pairs.length === 0) return new Map();
    const rows = await this.database.rows(
      `${selected} WHERE d.tenant_id = ? AND d.run_id = ? AND (d.first_row, d.second_row) IN (${pairs.map(() => '(?, ?)').join(', ')})`,
      [tenantId, runId, ...pairs.flatMap(sorted)],
    );
    return new Map(rows.map(toDecision).map((decision) => [decision.rows.join('-'), decision]));
  }

  /** All of a dataset, as a match obeys them. */
  async of(datasetId: string): Promise<DecidedPairs[]> {
    const identities = await this.database.rows('SELECT hash, column_names FROM record_identities WHERE dataset_id = ?', [datasetId]);
    const rows = await this.database.rows(
      'SELECT identity, low_key, high_key, decision FROM pair_decisions WHERE dataset_id = ? ORDER BY decided_at DESC, id DESC',
      [datasetId],
    );
    return identities.map((raw) => {
      const identity = new RowValues(raw);
      const own = rows.map((pair) => new RowValues(pair)).filter((pair) => pair.text('identity') === identity.text('hash'));
      return {
        columns: identity.json<string[]>('column_names'),
        pairs: own.map((pair) => ({
          keys: [pair.text('low_key'), pair.text('high_key')],
          decision: pair.text('decision') as PairVerdict,
        })),
      };
    });
  }
}
