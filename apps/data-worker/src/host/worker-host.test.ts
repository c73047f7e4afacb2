import { Fault, type Doorbell, type QueueName } from '@millrace/contracts';
import { Ledger, type Hold } from '@millrace/jobs';
import { createLogger } from '@millrace/platform';
import type { AttemptReport } from '../attempt/job-attempt';
import { WorkerHost } from './worker-host';

const report: AttemptReport = { end: 'completed', kind: 'dataset.profile', timings: {}, peakBytes: 1 };
const sleep = (ms: number) => new Promise((wake) => setTimeout(wake, ms));
const until = async (condition: () => boolean) => {
  while (!condition()) await sleep(2);
};

/** A host over queues in memory; attempts end when they are told to. A job is named by its need. */
const start = (waiting: Record<string, number[]>, ledger: Ledger, run: () => Promise<AttemptReport> = () => Promise.resolve(report)) => {
  const log: string[] = [];
  const held = new Map<string, Hold>();
  const pressure = { isHigh: false };
  const running: { needBytes: number; end: () => void; exit: () => void }[] = [];
  const host = new WorkerHost({
    id: 'me',
    ledger,
    everyMs: 20,
    slots: ledger.slots,
    policy: { agedMs: 100, backfillMs: 60_000, holdMs: 1000, smallBytes: 0, smallSlots: 0 },
    isPressed: () => pressure.isHigh,
    logger: createLogger({ LOG_LEVEL: 'silent' }, 'test'),
    onEnd: ({ end }) => log.push(end),
    holds: {
      read: (nowMs) => {
        // As Redis does by itself.
        for (const [queue, { untilMs }] of held) if (untilMs <= nowMs) held.delete(queue);
        return Promise.resolve([...held.values()]);
      },
      keep: (hold) => Promise.resolve(Boolean(held.set(hold.queue, hold))),
      release: ({ queue }) => Promise.resolve(void held.delete(queue)),
    },
    consumer: {
      look: () =>
        Promise.resolve(
          new Map(
            Object.entries(waiting).map(([queue, needs]) => [
              queue as QueueName,
              needs.map((needBytes) => ({
                messageId: String(needBytes),
                doorbell: { v: 1, jobId: '', needBytes, requestId: '' } as const,
              })),
            ]),
          ),
        ),
      take: (queue, fits, messageId) => {
        const queued = waiting[queue] ?? [];
        const needBytes = Number(messageId);
        if (!queued.includes(needBytes) || !fits(needBytes)) return Promise.resolve(null);
        queued.splice(queued.indexOf(needBytes), 1);
        const doorbell: Doorbell = { v: 1, jobId: '', needBytes, requestId: '' };
        return Promise.resolve({
          doorbell,
          acknowledge: () => Promise.resolve(void log.push('acknowledged')),
          putBack: () => Promise.resolve(void queued.unshift(needBytes)),
        });
      },
    },
    start: ({ needBytes }) => {
      let end: () => void = () => undefined;
      let exit: () => void = () => undefined;
      const ended = new Promise<void>((resolve) => (end = resolve));
      const released = new Promise<void>((resolve) => (exit = resolve));
      running.push({ needBytes, end, exit });
      const drain = () => {
        log.push('drained');
        end();
        exit();
      };
      return { run: () => ended.then(run), drain, released, usedBytes: () => needBytes, endForMemory: end };
    },
  });
  return { host, log, running, waiting, held, pressure };
};

test('takes what fits and no more, and more once a process is gone', async () => {
  const ledger = new Ledger(100, 10);
  const { host, running, log } = start({ large: [90], small: [20, 15] }, ledger);
  await sleep(60);
  expect(running.map(({ needBytes }) => needBytes)).toEqual([90]);
  running[0]!.end();
  await until(() => log.includes('acknowledged'));
  // The job has ended, but its process still holds its memory.
  await sleep(60);
  expect([running.length, ledger.reservedBytes]).toEqual([1, 90]);
  running[0]!.exit();
  await until(() => running.length === 3);
  expect(ledger.reservedBytes).toBe(35);
  await host.drain(0);
});

test('never runs more jobs than it has slots', async () => {
  const { host, running } = start({ small: [1, 2, 3] }, new Ledger(100, 2));
  await sleep(60);
  expect(running).toHaveLength(2);
  running[0]!.end();
  running[0]!.exit();
  await until(() => running.length === 3);
  await host.drain(0);
});

test('a drain lets jobs end that end in time, hands the others back, and takes nothing more', async () => {
  const { host, running, log, waiting } = start({ small: [1, 2, 3] }, new Ledger(100, 2));
  await until(() => running.length === 2);
  setTimeout(() => {
    running[0]!.end();
    running[0]!.exit();
  }, 20);
  await host.drain(60);
  expect(log).toEqual(['acknowledged', 'completed', 'drained', 'acknowledged', 'completed']);
  expect(waiting['small']).toHaveLength(1);
});

test('an outage of the database puts the doorbell back and pauses', async () => {
  const down = () => Promise.reject(new Fault('dependency-unavailable', 'down'));
  const { host, running, waiting, log } = start({ small: [1] }, new Ledger(100, 2), down);
  await until(() => running.length === 1);
  running[0]!.end();
  running[0]!.exit();
  await until(() => waiting['small']!.length === 1);
  await sleep(60);
  expect(running).toHaveLength(1);
  expect(log).toEqual([]);
  await host.drain(0);
});

test('keeps room for a large head that has waited long, and starts it before small ones that came meanwhile', async () => {
  const { host, running, waiting, held } = start({ large: [90], small: [] }, new Ledger(120, 3));
  await until(() => running.length === 1);
  waiting['large']!.push(100);
  await until(() => held.size === 1);
  expect(held.get('large')).toMatchObject({ jobId: '100', hostId: 'me' });
  // It would fit now, but not end before the held one could start.
  waiting['small']!.push(29);
  await sleep(60);
  expect(running).toHaveLength(1);
  running[0]!.end();
  running[0]!.exit();
  await until(() => running.length === 2);
  expect(running[1]!.needBytes).toBe(100);
  await until(() => held.size === 0);
  await host.drain(0);
});

test('starts nothing while the machine is short of memory', async () => {
  const { host, running, pressure, waiting } = start({ small: [1] }, new Ledger(100, 2));
  await until(() => running.length === 1);
  pressure.isHigh = true;
  waiting['small']!.push(2);
  await sleep(60);
  expect(running).toHaveLength(1);
  pressure.isHigh = false;
  await until(() => running.length === 2);
  await host.drain(0);
});
