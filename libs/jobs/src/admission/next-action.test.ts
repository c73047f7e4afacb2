import type { ClassFront, HostView, WaitingJob } from './host-view';
import { nextAction } from './next-action';
import { seenFronts } from './seen-fronts';
import { shadowOf } from './shadow';

const policy = { agedMs: 30, backfillMs: 60, holdMs: 20, smallBytes: 0, smallSlots: 0 };
const job = (jobId: string, needBytes: number, expectedMs = 10, sinceMs = 0): WaitingJob => ({ jobId, needBytes, expectedMs, sinceMs });
const front = (headSinceMs: number, ...jobs: [WaitingJob, ...WaitingJob[]]): ClassFront => ({ jobs, headSinceMs });
const view = (over: Partial<HostView> & { queues?: Record<string, ClassFront> }): HostView => ({
  hostId: 'a',
  budgetBytes: 100,
  slots: 4,
  running: [],
  fronts: new Map(Object.entries(over.queues ?? {})),
  holds: [],
  isPressed: false,
  ...over,
});
const busy = { needBytes: 60, expectedEndMs: 200 };
const hold = { queue: 'big', jobId: 'B', hostId: 'a', sinceMs: 100, untilMs: 120 };

describe('nextAction', () => {
  it('starts what fits, the largest first, and nothing where nothing fits', () => {
    const queues = { big: front(0, job('B', 90)), small: front(0, job('s', 30)) };
    expect(nextAction(view({ queues }), policy, 1)).toEqual({ kind: 'start', queue: 'big', jobId: 'B' });
    expect(nextAction(view({ queues, running: [busy] }), policy, 1)).toEqual({ kind: 'start', queue: 'small', jobId: 's' });
    expect(nextAction(view({ queues, running: [busy, busy] }), policy, 1)).toBeNull();
    expect(nextAction(view({ queues, slots: 1, running: [{ ...busy, needBytes: 1 }] }), policy, 1)).toBeNull();
  });

  it('has slots for small jobs that large ones never take, and that take none from them', () => {
    const express = { ...policy, smallBytes: 10, smallSlots: 1 };
    const queues = { big: front(0, job('B', 20)), small: front(0, job('s', 10)) };
    const running = (...needs: number[]) => needs.map((needBytes) => ({ needBytes, expectedEndMs: 200 }));
    const next = (...needs: number[]) => nextAction(view({ queues, slots: 2, running: running(...needs) }), express, 1);
    expect(next(20)).toMatchObject({ jobId: 'B' });
    expect(next(20, 20)).toMatchObject({ jobId: 's' });
    expect(next(20, 5)).toMatchObject({ jobId: 'B' });
    expect(next(20, 20, 5)).toBeNull();
    expect(next(5, 5, 5)).toBeNull();
    // A held job counts on slots of its own only.
    expect(shadowOf(view({ slots: 2, running: running(20, 5) }), express, 20, 1)).toMatchObject({ atMs: 1, spareSlots: 0 });
  });

  it('looks behind a head that does not fit', () => {
    const queues = { big: front(0, job('B', 90), job('b', 40)) };
    expect(nextAction(view({ queues, running: [busy] }), policy, 1)).toEqual({ kind: 'start', queue: 'big', jobId: 'b' });
  });

  it('starts an aged head before a larger one', () => {
    const queues = { big: front(25, job('B', 90)), small: front(0, job('s', 30)) };
    expect(nextAction(view({ queues }), policy, 31)).toMatchObject({ jobId: 's' });
  });

  it('holds room for a head that has aged and does not fit', () => {
    const queues = { big: front(0, job('B', 90)), small: front(29, job('s', 30)) };
    const wanted = { queue: 'big', jobId: 'B', hostId: 'a', sinceMs: 30, untilMs: 50 };
    expect(nextAction(view({ queues, running: [busy] }), policy, 30)).toEqual({ kind: 'hold', hold: wanted });
  });

  it('leaves a class alone that another host holds, unless it fits here and now', () => {
    const queues = { big: front(0, job('B', 90)), small: front(0, job('s', 30)) };
    const holds = [{ ...hold, hostId: 'b' }];
    expect(nextAction(view({ queues, holds, running: [busy] }), policy, 110)).toMatchObject({ kind: 'start', jobId: 's' });
    expect(nextAction(view({ queues, holds }), policy, 110)).toMatchObject({ kind: 'start', jobId: 'B' });
    // It has run out.
    expect(nextAction(view({ queues, holds, running: [busy] }), policy, 120)).toMatchObject({ kind: 'hold' });
  });

  it.each([
    ['ends before the held job can start', job('s', 30, 80), 110, true],
    ['would end after that and takes its room', job('s', 30, 100), 110, false],
    ['would end after that and leaves it its room', job('s', 10, 1000), 110, true],
    ['comes too late to run ahead', job('s', 10, 1), 160, false],
  ])('with a hold, a job that %s is started: %s', (_, small, nowMs, isStarted) => {
    const queues = { big: front(0, job('B', 90)), small: front(0, small) };
    const action = nextAction(view({ queues, holds: [{ ...hold, untilMs: 1000 }], running: [busy] }), policy, nowMs);
    expect(action).toEqual(isStarted ? { kind: 'start', queue: 'small', jobId: 's' } : null);
  });

  it('starts the held job as soon as it fits, renews the hold meanwhile, and lets go of one that has lost its job', () => {
    const queues = { big: front(0, job('B', 90)), old: front(0, job('o', 20)) };
    expect(nextAction(view({ queues, holds: [hold] }), policy, 110)).toMatchObject({ kind: 'start', jobId: 'B' });
    expect(nextAction(view({ queues: { big: front(0, job('B', 90)) }, holds: [hold], running: [busy] }), policy, 111)).toEqual({
      kind: 'hold',
      hold: { ...hold, untilMs: 131 },
    });
    expect(nextAction(view({ queues: { big: front(100, job('C', 90)) }, holds: [hold] }), policy, 111)).toEqual({ kind: 'release', hold });
  });

  it('starts nothing while the machine is short of memory', () => {
    expect(nextAction(view({ queues: { small: front(0, job('s', 1)) }, isPressed: true }), policy, 100)).toBeNull();
  });

  it('has nothing to do with what is larger than its budget', () => {
    expect(nextAction(view({ queues: { max: front(0, job('X', 101)) } }), policy, 100)).toBeNull();
  });
});

test('the shadow is where enough has ended, and what is left beside the held job', () => {
  const running = [
    { needBytes: 30, expectedEndMs: 50 },
    { needBytes: 40, expectedEndMs: 20 },
    { needBytes: 20, expectedEndMs: 90 },
  ];
  expect(shadowOf(view({ running }), policy, 60, 10)).toEqual({ atMs: 50, spareBytes: 20, spareSlots: 2 });
  expect(shadowOf(view({ running }), policy, 10, 10)).toEqual({ atMs: 10, spareBytes: 0, spareSlots: 0 });
  // Overdue: about to end.
  expect(shadowOf(view({ running }), policy, 50, 60)).toMatchObject({ atMs: 60 });
});

test('a head ages from when it was seen first at its place', () => {
  const first = seenFronts(new Map(), new Map([['q', [job('x', 1), job('y', 1)]]]), 5);
  expect(seenFronts(first, new Map([['q', [job('x', 1)]]]), 9).get('q')?.headSinceMs).toBe(5);
  expect(seenFronts(first, new Map([['q', [job('y', 1)]]]), 9).get('q')?.headSinceMs).toBe(9);
  expect(seenFronts(first, new Map([['q', []]]), 9).size).toBe(0);
});
