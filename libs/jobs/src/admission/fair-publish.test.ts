import { fairPublish, type FairPolicy, type OutboxView, type PendingJob } from './fair-publish';

const policy: FairPolicy = {
  shareOf: (tenantId) => ({ weight: tenantId === 'heavy' ? 2 : 1, maxJobs: 1000, maxBytes: 1000 }),
  window: 1000,
  priorityMs: 10,
  overdueMs: 1000,
};
const pending = (tenantId: string, count: number, over: Partial<PendingJob> = {}): PendingJob[] =>
  Array.from({ length: count }, (_, at) => ({
    jobId: `${tenantId}${at}`,
    tenantId,
    queue: 'q',
    needBytes: 1,
    sinceMs: at,
    priority: 0,
    ...over,
  }));
const view = (jobs: PendingJob[], over: Partial<OutboxView> = {}): OutboxView => ({
  pending: jobs,
  use: new Map(),
  depths: new Map(),
  capacity: { bytes: 100, slots: 10 },
  ...over,
});
const counts = (ids: readonly string[], tenant: string) => ids.filter((id) => id.startsWith(tenant)).length;

test('tenants take turns by weight, however much one of them wants', () => {
  const chosen = fairPublish(view([...pending('a', 200), ...pending('b', 20), ...pending('heavy', 60)]), policy, 500);
  const first = chosen.slice(0, 40);
  expect([counts(first, 'a'), counts(first, 'b'), counts(first, 'heavy')]).toEqual([10, 10, 20]);
  expect(chosen).toHaveLength(280);
});

test('what a tenant has in flight counts, by bytes where bytes are scarce', () => {
  const use = new Map([['a', { jobs: 1, bytes: 50 }]]);
  expect(fairPublish(view([...pending('a', 3), ...pending('b', 3)], { use }), policy, 10).slice(0, 3)).toEqual(['b0', 'b1', 'b2']);
  // Large jobs of one are as dear as many small ones of the other.
  const mixed = fairPublish(view([...pending('a', 9, { needBytes: 30 }), ...pending('b', 9)]), policy, 10).slice(0, 5);
  expect([counts(mixed, 'a'), counts(mixed, 'b')]).toEqual([2, 3]);
});

test('limits of a tenant hold, but one job is always let through', () => {
  const limited = { ...policy, shareOf: () => ({ weight: 1, maxJobs: 3, maxBytes: 25 }) };
  expect(fairPublish(view(pending('a', 9)), limited, 10)).toHaveLength(3);
  expect(fairPublish(view(pending('a', 9, { needBytes: 10 })), limited, 10)).toHaveLength(2);
  expect(fairPublish(view(pending('a', 2, { needBytes: 90 })), limited, 10)).toEqual(['a0']);
});

test('a queue takes no more than its window', () => {
  const jobs = [...pending('a', 5), ...pending('b', 5, { queue: 'r' })];
  expect(fairPublish(view(jobs, { depths: new Map([['q', 3]]) }), { ...policy, window: 4 }, 10)).toEqual(['a0', 'b0', 'b1', 'b2', 'b3']);
});

test('priority is worth some waiting and no more, and what is overdue goes first whoever it belongs to', () => {
  const urgent = pending('a', 1, { jobId: 'urgent', sinceMs: 15, priority: 1 });
  expect(fairPublish(view([...pending('a', 1), ...pending('a', 1, { jobId: 'late', sinceMs: 9 }), ...urgent]), policy, 20)).toEqual([
    'a0',
    'urgent',
    'late',
  ]);
  const use = new Map([['a', { jobs: 9, bytes: 9 }]]);
  expect(fairPublish(view([...pending('b', 2, { sinceMs: 500 }), ...pending('a', 1)], { use }), policy, 1000)[0]).toBe('a0');
});
