import type { Progress } from '@millrace/contracts';
import { Heartbeat } from './heartbeat';

const progress = (fraction: number): Progress => ({ stage: 'profile', fraction, rowsDone: 1, rowsTotal: 2 });
const sleep = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

const started: Heartbeat[] = [];
afterEach(() => Promise.all(started.splice(0).map((one) => one.stop())));

/** A heartbeat over a scripted database: each answer is used once, the last for ever. */
const start = (answers: (boolean | Error)[], leaseMs = 60) => {
  const beats: (Progress | null)[] = [];
  let losses = 0;
  const heartbeat = new Heartbeat({
    leaseMs,
    newsMs: 10,
    onLost: () => (losses += 1),
    beat: (news) => {
      beats.push(news);
      const answer = answers[Math.min(beats.length, answers.length) - 1] ?? true;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  });
  started.push(heartbeat);
  return { heartbeat, beats, losses: () => losses };
};

test('beats every third of a lease, and sooner when there is news', async () => {
  const { heartbeat, beats } = start([true], 300);
  await sleep(60);
  expect(beats).toEqual([]);
  heartbeat.note(progress(0.1));
  heartbeat.note(progress(0.2));
  await sleep(60);
  expect(beats).toEqual([progress(0.2)]);
  await sleep(80);
  expect(beats).toEqual([progress(0.2), null]);
  await heartbeat.stop();
});

test('tells of a loss once and then falls silent', async () => {
  const { heartbeat, beats, losses } = start([true, false]);
  await sleep(200);
  expect([beats.length, losses(), heartbeat.isLost]).toEqual([2, 1, true]);
  expect(await heartbeat.confirm()).toBe(false);
  await heartbeat.stop();
});

test('a database that does not answer is no loss, and the news is not forgotten', async () => {
  const { heartbeat, beats, losses } = start([new Error('down'), true]);
  heartbeat.note(progress(0.5));
  await sleep(100);
  expect(beats.slice(0, 2)).toEqual([progress(0.5), progress(0.5)]);
  expect(losses()).toBe(0);
  await heartbeat.stop();
});

test('after a long stop it asks before anything is published', async () => {
  const { heartbeat, beats, losses } = start([false]);
  const wake = performance.now() + 100;
  while (performance.now() < wake); // As a SIGSTOP would: no timer runs meanwhile.
  expect(await heartbeat.confirm()).toBe(false);
  expect([beats.length, losses()]).toEqual([1, 1]);
});

test('no beat is under way once it has stopped', async () => {
  let answer: (held: boolean) => void = () => undefined;
  let losses = 0;
  const heartbeat = new Heartbeat({
    leaseMs: 30,
    newsMs: 5,
    beat: () => new Promise((resolve) => (answer = resolve)),
    onLost: () => (losses += 1),
  });
  await sleep(30);
  const stopped = heartbeat.stop().then(() => 'stopped');
  expect(await Promise.race([stopped, sleep(20).then(() => 'waiting')])).toBe('waiting');
  answer(true);
  expect([await stopped, losses]).toEqual(['stopped', 0]);
});
