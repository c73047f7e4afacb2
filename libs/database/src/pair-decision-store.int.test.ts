import { randomUUID } from 'node:crypto';
import { makeTestDatabase } from '../../../test/support/test-database';
import { GarbageStore } from './garbage-store';
import { PairDecisionStore } from './pair-decision-store';

let db: Awaited<ReturnType<typeof makeTestDatabase>>;
let store: PairDecisionStore;
beforeAll(async () => {
  db = await makeTestDatabase();
  store = new PairDecisionStore(db.database);
});
afterAll(() => db.close());

const keyOf = (row: number) => row.toString(16).padStart(32, '0');
const made = async () => {
  const { datasetId, runId } = await db.newRun({ jobs: [{ kind: 'match' }] });
  const decide = (rows: [number, number], decision: 'same' | 'different' | 'undecided', person: string | null = null, run = runId) =>
    store.decide({
      ...{ tenantId: db.tenantId, datasetId, runId: run, columns: ['a', 'b'], keyId: randomUUID(), person },
      decisions: [{ rows, keys: [keyOf(rows[0]), keyOf(rows[1])], decision }],
    });
  return { datasetId, runId, decide };
};

it('keeps one decision for a pair, whichever row is named first; the same once more leaves who and when', async () => {
  const { datasetId, runId, decide } = await made();
  await decide([7, 3], 'same', 'Ada');
  const [first] = (await store.list(db.tenantId, datasetId, { limit: 10 })).items;
  expect(first).toMatchObject({ runId, rows: [3, 7], decision: 'same', decidedBy: { person: 'Ada' } });
  await decide([3, 7], 'same', 'Bob');
  expect((await store.list(db.tenantId, datasetId, { limit: 10 })).items).toEqual([first]);
  await decide([3, 7], 'different', 'Bob');
  const { items } = await store.list(db.tenantId, datasetId, { limit: 10 });
  expect(items).toMatchObject([{ id: first!.id, decision: 'different', decidedBy: { person: 'Bob' } }]);
});

it('lists page by page, the newest first, and tells a match all of them by what rows are known by', async () => {
  const { datasetId, runId, decide } = await made();
  for (const [a, b] of [[0, 1], [2, 3], [4, 5]] as [number, number][]) await decide([a, b], a === 0 ? 'undecided' : 'same'); // prettier-ignore
  const page = await store.list(db.tenantId, datasetId, { limit: 2 });
  const rest = await store.list(db.tenantId, datasetId, { limit: 2, cursor: page.nextCursor! });
  expect([...page.items, ...rest.items].map(({ rows }) => rows)).toEqual([
    [4, 5],
    [2, 3],
    [0, 1],
  ]);
  expect([...(await store.ofRun(db.tenantId, runId, [[3, 2], [8, 9]])).keys()]).toEqual(['2-3']); // prettier-ignore
  expect(await store.list(randomUUID(), datasetId, { limit: 2 })).toEqual({ items: [], nextCursor: null });
  const [known, ...others] = await store.of(datasetId);
  expect(others).toEqual([]);
  expect(known!.columns).toEqual(['a', 'b']);
  expect(known!.pairs).toHaveLength(3);
  expect(known!.pairs).toContainEqual({ keys: [keyOf(0), keyOf(1)], decision: 'undecided' });
});

it('takes none for a dataset that is deleted, and keeps none of it', async () => {
  const { datasetId, decide } = await made();
  await decide([0, 1], 'same');
  await db.database.run('UPDATE datasets SET deleted_at = UTC_TIMESTAMP(3) WHERE id = ?', [datasetId]);
  await expect(decide([2, 3], 'same')).rejects.toMatchObject({ code: 'not-found' });
  await new GarbageStore(db.database).purgeDeleted(10);
  expect(await store.of(datasetId)).toEqual([]);
  expect((await store.list(db.tenantId, datasetId, { limit: 2 })).items).toEqual([]);
});
