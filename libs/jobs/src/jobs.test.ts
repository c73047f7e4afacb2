import { Fault, isTerminal, jobStates, type JobKind } from '@millrace/contracts';
import fc from 'fast-check';
import { classifyExit, type ChildExit } from './classify-exit';
import { leaveMemory } from './leave-memory';
import { Ledger } from './ledger';
import { largestWorker, needOf } from './need';
import { relayOnce, type RelayPorts } from './relay';
import { backoffMs, decideRetry } from './retry-policy';
import { sweepOnce, type SweepPorts } from './sweep';
import { transition, transitions, type JobEvent } from './transitions';

const MB = 1024 * 1024;
const events: JobEvent[] = ['unblock', 'publish', 'unpublish', 'claim', 'complete', 'retry', 'release', 'expire', 'fail', 'cancel'];

describe('transitions', () => {
  it('lead out of every state that is not terminal, and out of no other', () => {
    for (const state of jobStates) expect(Object.keys(transitions[state]).length > 0).toBe(!isTerminal(state));
  });

  it.each(jobStates.flatMap((state) => events.map((event) => [state, event] as const)))(
    '%s + %s is in the table or refused',
    (state, event) => {
      const next = transitions[state][event];
      if (next) expect(transition(state, event)).toBe(next);
      else expect(() => transition(state, event)).toThrow(Fault);
    },
  );

  it('let a cancel win from every state that is not terminal', () => {
    for (const state of jobStates.filter((one) => !isTerminal(one))) expect(transition(state, 'cancel')).toBe('cancelled');
  });
});

describe('needOf', () => {
  it.each([
    [0, null, 256 * MB, 'data-512mb'],
    [100 * MB, null, 500 * MB, 'data-512mb'],
    [500 * MB, null, 2500 * MB, 'data-4gb'],
    [500 * MB, 1024 * MB, 1024 * MB, 'data-1gb'],
    [50_000 * MB, null, 250_000 * MB, 'data-max'],
    [1, 64 * MB, 256 * MB, 'data-512mb'],
  ])('of %d bytes with a largest worker of %p is %d in %s', (bytes, largest, needBytes, queue) => {
    expect(needOf(bytes, 5, largest)).toEqual({ needBytes, queue });
  });
});

test.each([
  [null, 0, null],
  [null, 8, 8],
  [4, 0, 4],
  [4, 8, 8],
  [8, 4, 8],
  [0, 0, 0],
])('of %p that is up and %d that can be started the largest is %p', (live, startable, largest) => {
  expect(largestWorker(live, startable)).toBe(largest);
});

describe('classifyExit', () => {
  const usual = { code: 0, signal: null, stderr: '', fault: null, hasResult: true } as const;
  const exit: ChildExit = { ...usual, usedShare: null, sawKernelKill: false, killedFor: null };
  const input = new Fault('broken-quotes', 'line 3').toFailure();
  it.each<[string, Partial<ChildExit>, string]>([
    ['a result', {}, 'done'],
    ['no result', { hasResult: false }, 'internal'],
    ['a reported fault', { fault: input, hasResult: false }, 'broken-quotes'],
    ['an allocator that gave up', { code: 134, stderr: 'memory allocation of 1048576 bytes failed', hasResult: false }, 'out-of-memory'],
    [
      "V8's heap limit",
      { code: 134, stderr: 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', hasResult: false },
      'out-of-memory',
    ],
    ['a buffer that cannot be had', { code: 1, stderr: 'RangeError: Failed to allocate memory', hasResult: false }, 'out-of-memory'],
    ['an abort near the limit', { code: null, signal: 'SIGABRT', hasResult: false, usedShare: 0.7 }, 'out-of-memory'],
    ['an abort far from it', { code: null, signal: 'SIGABRT', hasResult: false, usedShare: 0.2 }, 'internal'],
    ['a kill from outside', { code: null, signal: 'SIGKILL', hasResult: false }, 'worker-lost'],
    ["the kernel's killer", { code: null, signal: 'SIGKILL', hasResult: false, sawKernelKill: true }, 'out-of-memory'],
    ['a segfault', { code: null, signal: 'SIGSEGV', hasResult: false }, 'internal'],
    ['our timeout', { code: null, signal: 'SIGKILL', hasResult: false, killedFor: 'timeout' }, 'timed-out'],
    ['our watchdog', { code: null, signal: 'SIGKILL', hasResult: false, killedFor: 'memory' }, 'out-of-memory'],
    ['a lost fence, even with a result', { killedFor: 'fence' }, 'abandoned'],
    ['a drain', { code: null, signal: 'SIGKILL', killedFor: 'drain' }, 'abandoned'],
  ])('takes %s for %p', (_, change, expected) => {
    const outcome = classifyExit({ ...exit, ...change });
    expect(outcome.kind === 'failed' ? outcome.failure.code : outcome.kind).toBe(expected);
  });
});

describe('leaveMemory', () => {
  const rows = { steps: [{ step: 'trimWhitespace' }, { step: 'dropDuplicates' }] };
  const columns = { steps: [{ step: 'repairTypos', columns: ['a'] }] };
  const all = { steps: [{ step: 'mergeRecords', keys: ['a'] }] };
  it.each<[JobKind, object, number, number | null]>([
    ['dataset.profile', {}, 2048, 768],
    ['dataset.profile', { lane: 'auto' }, 500, 500],
    ['dataset.profile', { lane: 'memory' }, 2048, null],
    ['dataset.profile', { lane: 'outOfCore' }, 2048, null],
    ['dataset.cleanse', { recipe: rows }, 2048, 512],
    ['dataset.cleanse', { recipe: rows, lane: 'auto' }, 300, 300],
    ['dataset.cleanse', { recipe: rows }, 200, null],
    ['dataset.cleanse', { recipe: rows, lane: 'memory' }, 2048, null],
    ['dataset.cleanse', { recipe: rows, lane: 'outOfCore' }, 2048, null],
    ['dataset.cleanse', { recipe: columns }, 2048, 2048],
    ['dataset.cleanse', { recipe: 'suggested' }, 2048, 2048],
    ['dataset.cleanse', { recipe: all }, 2048, null],
    ['dataset.match', {}, 2048, null],
  ])('%s %j on a worker of %d MB: %p', (kind, parameters, largest, need) => {
    expect(leaveMemory(kind, parameters, largest * MB)?.needBytes ?? null).toBe(need === null ? null : need * MB);
  });
});

describe('decideRetry', () => {
  const context = { failures: 0, maxFailures: 3, needBytes: 256 * MB, attempt: 1, budgetBytes: 1024 * MB, random: () => 0 };
  const failure = (code: 'broken-quotes' | 'internal' | 'out-of-memory' | 'storage-unavailable') => new Fault(code, 'x').toFailure();

  it('never retries an input fault', () => {
    expect(decideRetry(failure('broken-quotes'), context)).toEqual({ then: 'fail' });
  });

  it('retries others with backoff until the failures are used up', () => {
    expect(decideRetry(failure('internal'), context)).toEqual({ then: 'retry', afterMs: 250, burn: true });
    expect(decideRetry(failure('storage-unavailable'), { ...context, failures: 1 })).toMatchObject({ afterMs: 500 });
    expect(decideRetry(failure('internal'), { ...context, failures: 2 })).toEqual({ then: 'fail' });
  });

  it('raises the need after running out of memory, burning nothing, until the budget is reached', () => {
    let needBytes = 256 * MB;
    const needs: number[] = [];
    for (;;) {
      const decision = decideRetry(failure('out-of-memory'), { ...context, needBytes });
      if (decision.then === 'fail' || decision.needBytes === undefined) break;
      expect(decision.burn).toBe(false);
      needBytes = decision.needBytes;
      needs.push(needBytes / MB);
    }
    expect(needs.at(-1)).toBe(1024);
    expect(needs).toHaveLength(3);
  });

  it('goes out of core once the need has reached the budget, where it can', () => {
    const need = leaveMemory('dataset.profile', {}, 1024 * MB);
    const decided = (needBytes: number, outOfCore: typeof need) =>
      decideRetry(failure('out-of-memory'), { ...context, needBytes, outOfCore });
    expect(decided(1024 * MB, need)).toEqual({ then: 'retry', afterMs: 0, burn: false, needBytes: 768 * MB, queue: 'data-1gb', lane: 'outOfCore' });
    expect(decided(512 * MB, need)).toMatchObject({ needBytes: Math.ceil(819.2 * MB) });
    expect(decided(1024 * MB, null)).toMatchObject({ burn: true });
    expect(decideRetry(failure('internal'), { ...context, needBytes: 1024 * MB, outOfCore: need })).not.toHaveProperty('lane');
  }); // prettier-ignore

  it('backs off ever longer, within bounds', () => {
    fc.assert(
      fc.property(fc.nat({ max: 60 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (failures, random) => {
        const delay = backoffMs(failures, () => random);
        expect(delay).toBeGreaterThanOrEqual(250);
        expect(delay).toBeLessThanOrEqual(60_000);
      }),
    );
  });
});

describe('Ledger', () => {
  it('never promises more than its budget or its slots, whatever the order', () => {
    const action = fc.oneof(
      fc.record({ reserve: fc.nat({ max: 9 }), bytes: fc.nat({ max: 60 }) }),
      fc.record({ release: fc.nat({ max: 9 }) }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
        const ledger = new Ledger(100, 4);
        const model = new Map<string, number>();
        for (const step of actions) {
          if ('reserve' in step) {
            if (ledger.reserve(String(step.reserve), step.bytes)) {
              expect(model.has(String(step.reserve))).toBe(false);
              model.set(String(step.reserve), step.bytes);
            }
          } else {
            ledger.release(String(step.release));
            model.delete(String(step.release));
          }
          const sum = [...model.values()].reduce((a, b) => a + b, 0);
          expect([ledger.reservedBytes, ledger.jobs]).toEqual([sum, model.size]);
          expect(sum <= 100 && model.size <= 4).toBe(true);
        }
      }),
    );
  });
});

const job = (id: string, tenantId = 't') => ({
  id,
  tenantId,
  queue: 'agent',
  needBytes: 0,
  requestId: 'r',
  attempt: 0,
  priority: 0,
  waitedMs: 5,
  expectedMs: null,
});

it('relays as much as a queue has room for, in turn between tenants, until nothing is pending', async () => {
  let pending = [
    ...Array.from({ length: 300 }, (_, at) => job(`a${at}`, 'a')),
    ...Array.from({ length: 20 }, (_, at) => job(`b${at}`, 'b')),
  ];
  const published: string[][] = [];
  const publishPending: RelayPorts['publishPending'] = async (_, choose, publish) => {
    const empty = new Map<string, never>();
    const ids = new Set(choose({ pending, use: empty, limits: empty, depths: empty, capacity: { bytes: 1, slots: 32 } }));
    await publish(pending.filter(({ id }) => ids.has(id)));
    pending = pending.filter(({ id }) => !ids.has(id));
    return ids.size;
  };
  const publish: RelayPorts['publish'] = (jobs) => Promise.resolve(void published.push(jobs.map(({ id }) => id)));
  expect(await relayOnce({ publishPending, publish })).toBe(320);
  expect(published.map(({ length }) => length)).toEqual([128, 128, 64, 0]);
  expect(published[0]?.filter((id) => id.startsWith('b'))).toHaveLength(20);
});

const nobodyUp: SweepPorts = {
  recoverExpired: () => Promise.resolve(0),
  largestBudget: () => Promise.resolve(null),
  queuedTooLarge: () => Promise.reject(new Error('nobody is up')),
  withdraw: () => Promise.reject(new Error('nobody is up')),
  goOutOfCore: () => Promise.reject(new Error('nobody is up')),
  queuedBefore: () => Promise.resolve([]),
  known: () => Promise.resolve(new Set()),
  unpublish: () => Promise.resolve(),
  confirmQueued: () => Promise.resolve(),
};

it.each([
  [2048, 768],
  [500, 500],
  [100, null],
])(
  'takes what no live worker of %d MB can hold out of its queue, and has others go out of core, profiles in %p MB',
  async (largest, need) => {
    const calls: unknown[] = [];
    const swept = await sweepOnce(
      {
        ...nobodyUp,
        largestBudget: () => Promise.resolve(largest * MB),
        queuedTooLarge: () => Promise.resolve([job('a'), job('b')]),
        withdraw: (jobs) => Promise.resolve(void calls.push(['withdraw', jobs.map(({ id }) => id)])),
        unpublish: (ids) => Promise.resolve(void calls.push(['unpublish', ids])),
        goOutOfCore: (kind, { needBytes }, seconds) => {
          calls.push([kind, needBytes / MB, seconds]);
          return Promise.resolve(1);
        },
      },
      5,
    );
    const shrunk = need === null ? [] : [['dataset.profile', need, 300], ['dataset.cleanse', largest, 300]]; // prettier-ignore
    expect(calls).toEqual([['withdraw', ['a', 'b']], ['unpublish', ['a', 'b']], ...shrunk]);
    expect(swept.tooLarge).toBe(need === null ? 2 : 4);
  },
);

it('sweeps: has only those published again that no queue knows', async () => {
  const calls: Record<string, readonly string[]> = {};
  const swept = await sweepOnce(
    {
      ...nobodyUp,
      recoverExpired: () => Promise.resolve(2),
      queuedBefore: () => Promise.resolve([job('a'), job('b'), job('c')]),
      known: () => Promise.resolve(new Set(['b'])),
      unpublish: (ids) => Promise.resolve(void (calls['unpublish'] = ids)),
      confirmQueued: (ids) => Promise.resolve(void (calls['confirm'] = ids)),
    },
    5,
  );
  expect(swept).toEqual({ expired: 2, stranded: 2, tooLarge: 0 });
  expect(calls).toEqual({ unpublish: ['a', 'c'], confirm: ['b'] });
});
