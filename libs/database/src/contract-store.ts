import { contractSchema, Fault, type Contract, type StoredContract } from '@millrace/contracts';
import type { Database, Row } from './database';
import { RowValues } from './row-values';

const toContract = (raw: Row): StoredContract => {
  const row = new RowValues(raw);
  const number = row.number('number');
  const read = contractSchema.safeParse(row.json('body'));
  if (read.success) return { ...read.data, number, createdAt: row.instant('created_at') };
  const [issue] = read.error.issues;
  throw new Fault(
    'conflict',
    `Contract ${number} of the dataset was stored by an earlier version and is not taken any more: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}. Give the dataset another contract.`,
  );
};

/** The contracts of datasets. One that is replaced stays, by its number. */
export class ContractStore {
  constructor(private readonly database: Database) {}

  /** Stores a contract as the dataset's newest. The caller has made sure that the dataset is the tenant's. */
  accept(tenantId: string, datasetId: string, { rules }: Contract): Promise<StoredContract> {
    return this.database.transaction(async (sql) => {
      // One after another: two at once would take the same number.
      const found = await sql.rows('SELECT id FROM datasets WHERE id = ? AND tenant_id = ? AND deleted_at IS NULL FOR UPDATE', [
        datasetId,
        tenantId,
      ]);
      if (found.length === 0) throw new Fault('not-found', 'There is no such dataset.');
      const [last] = await sql.rows('SELECT COALESCE(MAX(number), 0) AS number FROM contracts WHERE dataset_id = ?', [datasetId]);
      const number = Number(last?.['number'] ?? 0) + 1;
      await sql.run('INSERT INTO contracts (dataset_id, number, tenant_id, body, created_at) VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3))', [
        datasetId,
        number,
        tenantId,
        JSON.stringify({ rules }),
      ]);
      const [row] = await sql.rows('SELECT * FROM contracts WHERE dataset_id = ? AND number = ?', [datasetId, number]);
      return toContract(row ?? {});
    });
  }

  /** The contract that the dataset has now; null where it has none. */
  async latest(tenantId: string, datasetId: string): Promise<StoredContract | null> {
    const [row] = await this.database.rows('SELECT * FROM contracts WHERE dataset_id = ? AND tenant_id = ? ORDER BY number DESC LIMIT 1', [
      datasetId,
      tenantId,
    ]);
    return row ? toContract(row) : null;
  }
}
