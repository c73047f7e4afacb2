import type { DecidedPairs, PairDecision, PairVerdict } from '@millrace/contracts';
import { newId } from '@millrace/platform';
import type { Database, Row } from './database';
import { holdDataset } from './dataset-store';
import { decisionOf, decisionsIn, listDecisions, type NewDecisions } from './decision-rows';
import type { Page, PageRequest } from './page';
import { identitiesOf, noteIdentity, whoUnlessSame } from './record-identity';
import { RowValues } from './row-values';

/** A decision on two rows of the version that a run has matched. */
export interface DecidedPair {
  readonly rows: readonly [number, number];
  /** By which the rows are known again: 32 hexadecimal digits each. */
  readonly keys: readonly [string, string];
  readonly decision: PairVerdict;
}

const table = 'pair_decisions';
const selected = decisionsIn(table);
const sorted = <T extends string | number>([a, b]: readonly [T, T]): [T, T] => (a <= b ? [a, b] : [b, a]);
const toDecision = (raw: Row): PairDecision => {
  const row = new RowValues(raw);
  return {
    ...decisionOf(row),
    rows: [row.number('first_row'), row.number('second_row')],
    decision: row.text('decision') as PairVerdict,
  };
};

/** What people have decided of pairs of rows; of each pair the last decision stands. Callers have checked whose the dataset is. */
export class PairDecisionStore {
  constructor(private readonly database: Database) {}

  /** Notes decisions, all of them or none. One that says what is noted already leaves who said so, and when. */
  async decide({ tenantId, datasetId, runId, columns, keyId, person, decisions }: NewDecisions<DecidedPair>): Promise<void> {
    const now = new Date();
    await this.database.transaction(async (sql) => {
      await holdDataset(sql, datasetId);
      const identity = await noteIdentity(sql, datasetId, columns);
      const rows = decisions.map(({ rows: of, keys, decision }) => [
        ...[newId(), tenantId, datasetId, identity, ...sorted(keys), decision],
        ...[runId, ...sorted(of), keyId, person, now],
      ]);
      await sql.run(
        `INSERT INTO pair_decisions (id, tenant_id, dataset_id, identity, low_key, high_key, decision, run_id, first_row, second_row, key_id, person, decided_at)
         VALUES ? ON DUPLICATE KEY UPDATE ${whoUnlessSame},
         run_id = VALUES(run_id), first_row = VALUES(first_row), second_row = VALUES(second_row), decision = VALUES(decision)`,
        [rows],
      );
    });
  }

  /** The newest first. */
  list(tenantId: string, datasetId: string, page: PageRequest): Promise<Page<PairDecision>> {
    return listDecisions(this.database, table, toDecision, { tenantId, datasetId }, page);
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
    const identities = await identitiesOf(this.database, datasetId);
    const rows = await this.database.rows(
      'SELECT identity, low_key, high_key, decision FROM pair_decisions WHERE dataset_id = ? ORDER BY decided_at DESC, id DESC',
      [datasetId],
    );
    const pairs = Map.groupBy(
      rows.map((raw) => new RowValues(raw)),
      (row) => row.text('identity'),
    );
    return [...pairs].map(([identity, own]) => ({
      columns: identities.get(identity) ?? [],
      pairs: own.map((row) => ({ keys: [row.text('low_key'), row.text('high_key')], decision: row.text('decision') as PairVerdict })),
    }));
  }
}
