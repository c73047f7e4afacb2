import { setTimeout as sleep } from 'node:timers/promises';
import { makeTestDatabase } from '../../../test/support/test-database';
import { IdempotencyStore, type HeldKey } from './idempotency-store';

let db: Awaited<ReturnType<typeof makeTestDatabase>>;
let store: IdempotencyStore;
beforeAll(async () => {
  db = await makeTestDatabase();
  store = new IdempotencyStore(db.database, 1);
});
afterAll(() => db.close());

let keys = 0;
const newKey = () => `key-${(keys += 1)}`;
const print = 'f'.repeat(64);
const begin = (key: string, fingerprint = print) => store.begin(db.tenantId, key, fingerprint);
const hold = async (key: string, fingerprint = print): Promise<HeldKey> => {
  const begun = await begin(key, fingerprint);
  if (begun.state !== 'new') throw new Error(`the key is ${begun.state}`);
  return begun.held;
};
const record = (held: HeldKey, made = { runId: 'r' }) => store.record(db.database, held, made, null);

it('gives a key to one of many, and to nobody else while it is renewed', async () => {
  const key = newKey();
  const begun = await Promise.all(Array.from({ length: 10 }, () => begin(key)));
  const [first, ...others] = begun.filter(({ state }) => state === 'new');
  expect([others, begun.filter(({ state }) => state === 'busy').length]).toEqual([[], 9]);
  if (first?.state !== 'new') throw new Error('nobody has it');
  for (let round = 0; round < 4; round += 1) {
    await sleep(400);
    await store.renew(first.held);
  }
  expect(await begin(key)).toEqual({ state: 'busy' });
});

it('gives a key whose holder is silent to one of many, and the silent one commits no more', async () => {
  const key = newKey();
  const lost = await hold(key);
  await sleep(1100);
  const begun = await Promise.all(Array.from({ length: 10 }, () => begin(key)));
  const heirs = begun.flatMap((one) => (one.state === 'new' ? [one.held] : []));
  expect(heirs).toHaveLength(1);
  await store.renew(lost);
  await store.abandon(lost);
  expect(await record(lost)).toBe(false);
  expect(await record(heirs[0]!)).toBe(true);
  expect(await begin(key)).toEqual({ state: 'done', made: { runId: 'r' }, answer: null, content: null });
});

it('keeps what was made when its holder is lost before the answer, and when it gives up after the commit', async () => {
  const key = newKey();
  const held = await hold(key);
  await record(held);
  await store.abandon(held);
  await sleep(1100);
  expect(await begin(key)).toMatchObject({ state: 'done', made: { runId: 'r' }, answer: null });
  const answer = { status: 202, location: '/x', body: { a: 1 } };
  await store.keepAnswer(held, answer);
  expect(await begin(key)).toMatchObject({ state: 'done', answer });
});

it('is free again once it is abandoned', async () => {
  const key = newKey();
  await store.abandon(await hold(key));
  await expect(hold(key)).resolves.toMatchObject({ key });
});

it('tells another request apart, and another tenant', async () => {
  const key = newKey();
  await hold(key);
  expect(await begin(key, 'e'.repeat(64))).toEqual({ state: 'mismatch' });
  expect(await store.begin('another', key, print)).toMatchObject({ state: 'new' });
});

it('gives a key that is older than a day anew, and forgets it', async () => {
  const [old, young] = [newKey(), newKey()];
  for (const key of [old, young]) await record(await hold(key));
  await db.database.run('UPDATE idempotency_keys SET created_at = created_at - INTERVAL 25 HOUR WHERE idempotency_key = ?', [old]);
  await sleep(1100);
  expect(await begin(old, 'e'.repeat(64))).toMatchObject({ state: 'new' });
  await db.database.run('UPDATE idempotency_keys SET created_at = created_at - INTERVAL 25 HOUR WHERE idempotency_key = ?', [old]);
  // The one under way stays.
  expect(await store.forgetOld()).toBe(0);
  await sleep(1100);
  expect(await store.forgetOld()).toBe(1);
  expect(await begin(young)).toMatchObject({ state: 'done' });
});
