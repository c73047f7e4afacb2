import type { ChangeDecision, ChangeVerdict, DecidedChanges, SuggestedChange } from '@millrace/contracts';
import { newId } from '@millrace/platform';
import type { Database, Row } from './database';
import { holdDataset } from './dataset-store';
import { decisionOf, decisionsIn, listDecisions, type NewDecisions } from './decision-rows';
import type { Page, PageRequest } from './page';
import { identitiesOf, noteIdentity, shortHash, whoUnlessSame } from './record-identity';
import { RowValues } from './row-values';

/** A suggested change, and what was decided of it. */
export type DecidedChange = Pick<SuggestedChange, 'row' | 'column' | 'before' | 'after' | 'confidence' | 'reason' | 'record'> & {
  readonly decision: ChangeVerdict;
};

const table = 'change_decisions';
const selected = decisionsIn(table);
const toDecision = (raw: Row): ChangeDecision => {
  const row = new RowValues(raw);
  return {
    ...decisionOf(row),
    row: row.number('row_index'),
    column: row.text('column_name'),
    before: row.textOrNull('before_text'),
    after: row.text('after_text'),
    confidence: row.number('confidence'),
    reason: row.text('reason'),
    decision: row.text('decision') as ChangeVerdict,
  };
};

/** What people have decided of suggested changes; of each the last decision stands. Callers have checked whose the dataset is. */
export class ChangeDecisionStore {
  constructor(private readonly database: Database) {}

  /** Notes decisions, all of them or none. One that says what is noted already leaves who said so, and when. */
  async decide({ tenantId, datasetId, runId, columns, keyId, person, decisions }: NewDecisions<DecidedChange>): Promise<void> {
    const now = new Date();
    await this.database.transaction(async (sql) => {
      await holdDataset(sql, datasetId);
      const identity = await noteIdentity(sql, datasetId, columns);
      const rows = decisions.map(({ row, column, before, after, confidence, reason, record, decision }) => [
        ...[newId(), tenantId, datasetId, identity, record, shortHash(JSON.stringify([column, after]))],
        ...[column, before, after, confidence, reason, decision, runId, row, keyId, person, now],
      ]);
      await sql.run(
        `INSERT INTO change_decisions (id, tenant_id, dataset_id, identity, record_key, cell_key, column_name, before_text, after_text,
         confidence, reason, decision, run_id, row_index, key_id, person, decided_at) VALUES ? ON DUPLICATE KEY UPDATE ${whoUnlessSame},
         run_id = VALUES(run_id), row_index = VALUES(row_index), confidence = VALUES(confidence), reason = VALUES(reason),
         decision = VALUES(decision)`,
        [rows],
      );
    });
  }

  /** The newest first. */
  list(tenantId: string, datasetId: string, page: PageRequest): Promise<Page<ChangeDecision>> {
    return listDecisions(this.database, table, toDecision, { tenantId, datasetId }, page);
  }

  /** What was decided of suggested changes of some rows of a run. */
  async ofRun(tenantId: string, runId: string, rows: readonly number[]): Promise<ChangeDecision[]> {
    if (rows.length === 0) return [];
    const found = await this.database.rows(`${selected} WHERE d.tenant_id = ? AND d.run_id = ? AND d.row_index IN (?)`, [
      tenantId,
      runId,
      rows,
    ]);
    return found.map(toDecision);
  }

  /** All of a dataset, as a cleansing obeys them: of two texts that were accepted for a cell the newer. */
  async of(datasetId: string): Promise<DecidedChanges[]> {
    const identities = await identitiesOf(this.database, datasetId);
    const rows = await this.database.rows(`${selected} WHERE d.dataset_id = ? ORDER BY d.decided_at DESC, d.id DESC`, [datasetId]);
    const accepted = new Set<string>();
    const cells = rows.flatMap((raw) => {
      const { column, after, decision, decidedBy } = toDecision(raw);
      const row = new RowValues(raw);
      const [identity, record] = [row.text('identity'), row.text('record_key')];
      const cell = JSON.stringify([identity, record, column]);
      if (decision === 'accepted' && accepted.has(cell)) return [];
      if (decision === 'accepted') accepted.add(cell);
      return [{ identity, cell: { row: record, column, text: after, decision, by: decidedBy.person } }];
    });
    return [...Map.groupBy(cells, ({ identity }) => identity)].map(([identity, own]) => ({
      columns: identities.get(identity) ?? [],
      cells: own.map(({ cell }) => cell),
    }));
  }
}
