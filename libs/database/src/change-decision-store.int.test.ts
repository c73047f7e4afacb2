import { randomUUID } from 'node:crypto';
import { makeTestDatabase } from '../../../test/support/test-database';
import { ChangeDecisionStore } from './change-decision-store';

let db: Awaited<ReturnType<typeof makeTestDatabase>>;
let store: ChangeDecisionStore;
beforeAll(async () => {
  db = await makeTestDatabase();
  store = new ChangeDecisionStore(db.database);
});
afterAll(() => db.close());

it('keeps one decision for a change, and tells a cleansing of a cell the newest text that was accepted', async () => {
  const { datasetId, runId } = await db.newRun({ jobs: [{ kind: 'preview' }] });
  const record = 'a'.repeat(32);
  const decide = (after: string, decision: 'accepted' | 'rejected', person: string) =>
    store.decide({
      ...{ tenantId: db.tenantId, datasetId, runId, columns: ['town', 'n'], keyId: randomUUID(), person },
      decisions: [{ row: 4, column: 'town', before: 'Hambur', after, confidence: 0.8, reason: 'typo', record, decision }],
    });
  await decide('Hamburg', 'rejected', 'Ada');
  await decide('Hamburg', 'rejected', 'Bob');
  await decide('Homburg', 'accepted', 'Bob');
  const { items, nextCursor } = await store.list(db.tenantId, datasetId, { limit: 10 });
  expect(items).toMatchObject([
    { row: 4, after: 'Homburg', decision: 'accepted', decidedBy: { person: 'Bob' } },
    { row: 4, after: 'Hamburg', decision: 'rejected', decidedBy: { person: 'Ada' }, confidence: 0.8, reason: 'typo' },
  ]);
  expect(nextCursor).toBeNull();
  await new Promise((wake) => setTimeout(wake, 5));
  await decide('Hamburg', 'accepted', 'Cid');
  expect(await store.of(datasetId)).toEqual([
    { columns: ['town', 'n'], cells: [{ row: record, column: 'town', text: 'Hamburg', decision: 'accepted', by: 'Cid' }] },
  ]);
  expect(await store.ofRun(db.tenantId, runId, [4, 5])).toHaveLength(2);
  expect(await store.ofRun(randomUUID(), runId, [4])).toEqual([]);
  expect(await store.of(randomUUID())).toEqual([]);
});
