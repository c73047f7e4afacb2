import { makeTestDatabase } from '../../../test/support/test-database';
import { ContractStore } from './contract-store';

let db: Awaited<ReturnType<typeof makeTestDatabase>>;
let store: ContractStore;
beforeAll(async () => {
  db = await makeTestDatabase();
  store = new ContractStore(db.database);
});
afterAll(() => db.close());

it('gives the newest contract of a dataset', async () => {
  const { datasetId } = await db.newRun();
  expect(await store.latest(db.tenantId, datasetId)).toBeNull();
  for (const column of ['a', 'b'])
    await store.accept(db.tenantId, datasetId, { rules: [{ rule: { kind: 'unique', column }, severity: 'fail', mostly: 1 }] });
  expect(await store.latest(db.tenantId, datasetId)).toMatchObject({ number: 2, rules: [{ rule: { column: 'b' } }] });
});

it('says which rule of a contract that is stored is not taken any more, until another one is given', async () => {
  const { datasetId } = await db.newRun();
  const rule = { kind: 'pattern', column: 'code', pattern: '(?=a)b' };
  const body = JSON.stringify({ rules: [{ rule, severity: 'fail', mostly: 1 }] });
  const columns = 'dataset_id, number, tenant_id, body, created_at';
  await db.database.run(`INSERT INTO contracts (${columns}) VALUES (?, 1, ?, ?, UTC_TIMESTAMP(3))`, [datasetId, db.tenantId, body]);
  await expect(store.latest(db.tenantId, datasetId)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('rules.0.rule.pattern') as string,
  });
  await store.accept(db.tenantId, datasetId, { rules: [] });
  expect(await store.latest(db.tenantId, datasetId)).toMatchObject({ number: 2, rules: [] });
});
