import type { RunKind } from '@millrace/contracts';
import { randomUUID } from 'node:crypto';
import { makeTestDatabase } from '../../../test/support/test-database';
import { CapacityStore } from './capacity-store';
import { HistoryStore } from './history-store';
import { HostStore } from './host-store';
import { OutboxStore, type Outbox } from './outbox-store';
import { TenantStore } from './tenant-store';

let db: Awaited<ReturnType<typeof makeTestDatabase>>;
let outbox: OutboxStore;

beforeAll(async () => {
  db = await makeTestDatabase();
  outbox = new OutboxStore(db.database);
});
afterAll(() => db.close());

/** What the outbox shows; nothing is published. */
const look = async (limit = 100): Promise<Outbox> => {
  let seen: Outbox | undefined;
  const choose = (shown: Outbox) => {
    seen = shown;
    return [];
  };
  expect(await outbox.publishPending(limit, choose, () => Promise.reject(new Error('nothing was chosen')))).toBe(0);
  return seen!;
};
const publish = (ids: readonly string[]) =>
  outbox.publishPending(
    100,
    () => ids,
    () => Promise.resolve(),
  );
const clear = () => db.database.run(`UPDATE jobs SET state = 'cancelled'`);
const newJobs = async (count: number, needBytes: number, kind: RunKind = 'profile') => {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) ids.push((await db.newRun({ jobs: [{ kind, needBytes }] })).jobIds[0]!);
  return ids;
};

test('shows the first of every tenant and queue, and what each tenant has in flight', async () => {
  const [first, second] = await newJobs(3, 100);
  const other = await new TenantStore(db.database).create('other');
  await db.database.run('UPDATE tenants SET weight = 2, max_jobs = 5 WHERE id = ?', [other]);
  await db.database.run('UPDATE jobs SET tenant_id = ? WHERE id = ?', [other, second]);
  await new HostStore(db.database).beat({
    id: 'h',
    role: 'data',
    budgetBytes: 1000,
    reservedBytes: 0,
    usedBytes: 0,
    jobs: 0,
    slots: 4,
    isPressed: false,
  });
  const shown = await look(1);
  expect(shown.pending.map(({ id }) => id).sort()).toEqual([first, second].sort());
  expect(shown.limits.get(other)).toEqual({ weight: 2, maxJobs: 5, maxBytes: null });
  expect(shown.capacity).toEqual({ bytes: 1000, slots: 4 });
  expect(await publish([first!])).toBe(1);
  const after = await look();
  expect(after.use.get(db.tenantId)).toEqual({ jobs: 1, bytes: 100 });
  expect(after.depths.get('data-512mb')).toBe(1);
  await clear();
});

test('publishes what was chosen in the order that was chosen, and nothing else', async () => {
  const ids = await newJobs(3, 1);
  const seen: string[] = [];
  const chosen = [ids[2]!, ids[0]!, randomUUID()];
  await outbox.publishPending(
    100,
    () => chosen,
    (jobs) => Promise.resolve(void seen.push(...jobs.map(({ id }) => id))),
  );
  expect(seen).toEqual([ids[2], ids[0]]);
  expect((await look()).pending.map(({ id }) => id)).toEqual([ids[1]]);
  await clear();
});

test('a job can start, and be cancelled, while it is handed over', async () => {
  const [started, cancelled, back, waits] = (await newJobs(4, 1)) as [string, string, string, string];
  const { jobs, database } = db;
  await outbox.publishPending(
    100,
    () => [started, cancelled, back, waits],
    async () => {
      expect(await jobs.claim(started, 'me', 30)).toMatchObject({ attempt: 1 });
      await database.run(`UPDATE jobs SET state = 'cancelled' WHERE id = ?`, [cancelled]);
      await jobs.release((await jobs.claim(back, 'me', 30))!);
    },
  );
  const rows = await database.rows('SELECT id, state FROM jobs WHERE id IN (?)', [[started, cancelled, back, waits]]);
  const states = new Map(rows.map(({ id, state }) => [id, state]));
  expect([started, cancelled, back, waits].map((id) => states.get(id))).toEqual(['running', 'cancelled', 'pending', 'queued']);
  await clear();
});

test('a job keeps its age over attempts', async () => {
  const [id] = await newJobs(1, 1);
  await db.database.run('UPDATE jobs SET available_at = UTC_TIMESTAMP(3) - INTERVAL 100 SECOND WHERE id = ?', [id]);
  const job = await db.jobs.claim(id!, 'me', 30);
  await db.jobs.release(job!);
  const [pending] = (await look()).pending;
  expect(pending!.waitedMs).toBeGreaterThanOrEqual(100_000);
  await clear();
});

test('priority is worth minutes of waiting, and nothing beside ten of them', async () => {
  const [old, urgent, overdue, late] = await newJobs(4, 1);
  const set = (id: string, priority: number, waited: number) =>
    db.database.run('UPDATE jobs SET priority = ?, available_at = UTC_TIMESTAMP(3) - INTERVAL ? SECOND WHERE id = ?', [
      priority,
      waited,
      id,
    ]);
  await set(old!, 0, 100);
  await set(urgent!, 2, 0);
  await set(overdue!, -10, 601);
  await set(late!, -1, 10);
  const first = async (count: number) => new Set((await look(count)).pending.map(({ id }) => id));
  expect(await first(1)).toEqual(new Set([overdue]));
  expect(await first(2)).toEqual(new Set([overdue, urgent]));
  expect(await first(3)).toEqual(new Set([overdue, urgent, old]));
  await clear();
});

test('what no live worker can hold stays in the outbox, and goes out of core in the end where it can', async () => {
  const [small, large, kept] = [(await newJobs(1, 900))[0]!, (await newJobs(1, 1001))[0]!, (await newJobs(1, 1001))[0]!];
  expect((await look()).pending.map(({ id }) => id)).toEqual([small]);
  await publish([small]);
  await db.database.run(`UPDATE jobs SET need_bytes = 1002 WHERE id = ?`, [small]);
  expect((await outbox.queuedTooLarge(10)).map(({ id }) => id)).toEqual([small]);
  await outbox.unpublish([small]);
  await db.database.run(`UPDATE jobs SET parameters = '{"lane":"memory"}' WHERE id = ?`, [kept]);
  expect(await outbox.goOutOfCore('dataset.profile', 800, 'data-512mb', 300)).toBe(0);
  await db.database.run(`UPDATE jobs SET available_at = UTC_TIMESTAMP(3) - INTERVAL 301 SECOND WHERE id IN (?)`, [[large, kept]]);
  expect(await outbox.goOutOfCore('dataset.profile', 800, 'data-512mb', 300)).toBe(1);
  expect(await outbox.goOutOfCore('dataset.cleanse', 800, 'data-512mb', 300)).toBe(0);
  expect((await look()).pending).toMatchObject([{ id: large, needBytes: 800 }]);
  await clear();
});

test('capacity tells hosts and the load of each class', async () => {
  const ids = await newJobs(3, 40_000_000);
  await publish([ids[0]!]);
  await db.jobs.claim(ids[1]!, 'me', 30);
  const capacity = new CapacityStore(db.database);
  expect(await capacity.hosts()).toMatchObject([{ id: 'h', budgetBytes: 1000, slots: 4, isPressed: false }]);
  expect(await capacity.classes()).toMatchObject([
    { queue: 'data-512mb', ready: 2, readyBytes: 80_000_000, readyMs: 4000, running: 1, runningBytes: 40_000_000, runningMs: 1000 },
  ]);
  await clear();
});

test('history tells what runs of a kind and format took of their estimates', async () => {
  const [id, unmeasured] = await newJobs(2, 1);
  await db.database.run(
    `UPDATE jobs SET state = 'completed', estimate_bytes = 200, peak_bytes = 150, started_at = '2026-01-01 00:00:00', finished_at = '2026-01-01 00:00:02' WHERE id = ?`,
    [id],
  );
  await db.database.run(`UPDATE jobs SET state = 'completed', peak_bytes = 150 WHERE id = ?`, [unmeasured]);
  const [spilled] = await newJobs(1, 1);
  await db.database.run(
    `UPDATE jobs SET state = 'completed', estimate_bytes = 1000, peak_bytes = 150, parameters = '{"lane":"outOfCore"}', started_at = '2026-01-01 00:00:00', finished_at = '2026-01-01 00:00:02' WHERE id = ?`,
    [spilled],
  );
  const history = new HistoryStore(db.database);
  expect(await history.of('dataset.profile', 'csv')).toEqual({ peakRatios: [0.75], msPerByte: [10] });
  expect(await history.of('dataset.profile', 'parquet')).toEqual({ peakRatios: [], msPerByte: [] });
  expect(await history.of('dataset.cleanse', 'csv')).toEqual({ peakRatios: [], msPerByte: [] });
});
