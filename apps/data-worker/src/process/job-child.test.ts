import { saysNoMemory } from '@millrace/contracts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ChildRequest } from '../child/protocol';
import { childCommand } from './child-command';
import { findChildLimits, type ChildLimits } from './child-limits';
import { JobChild, type JobChildOptions } from './job-child';

const MEBIBYTE = 1024 * 1024;
const script = (name: string) => resolve(__dirname, `../../../../test/support/children/${name}.mts`);
let limits: ChildLimits;
beforeAll(async () => {
  limits = await findChildLimits();
});
const outputDir = mkdtempSync(join(tmpdir(), 'millrace-child-'));
afterAll(() => rmSync(outputDir, { recursive: true }));

const start = (name: string, options: Partial<JobChildOptions> = {}) =>
  new JobChild({
    script: script(name),
    limits,
    memoryBytes: 400 * MEBIBYTE,
    timeoutMs: 30_000,
    env: { TZ: 'UTC' },
    ...options,
  });
const request = (parameters: unknown): ChildRequest => ({
  jobKind: 'dataset.profile',
  parameters,
  datasetName: 'people',
  profilePath: null,
  before: null,
  cleansing: null,
  history: null,
  decidedPairs: null,
  decidedChanges: null,
  clustersPath: null,
  source: null,
  workingCopy: { path: '', ingest: {} },
  outputDir,
  memoryBytes: 1,
  threads: 1,
  spillBytes: 1e9,
});
const isAlive = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((wake) => setTimeout(wake, 10));
};

test('a child stands back where it is told to, with all of its threads', async () => {
  const child = start('worker', { niceness: 7 });
  child.run(request({ holdMiB: 10 }));
  await until(() => child.readyAt !== null);
  const tasks = readdirSync(`/proc/${child.pid}/task`);
  expect(tasks.map((task) => getPriority(Number(task)))).toEqual(tasks.map(() => 7));
  await child.exited;
});

test('a child answers, is gone afterwards, and was given nothing of the environment of its worker', async () => {
  const child = start('worker');
  child.run(request({ holdMiB: 100 }));
  const end = await child.outcome;
  expect(end).toMatchObject({ fault: null, killedFor: null, result: { summary: { rows: 1 } } });
  await child.exited;
  expect(isAlive(child.pid ?? 0)).toBe(false);
  expect(child.readyAt).toBeGreaterThan(0);
  expect(child.peakBytes).toBeGreaterThan(100 * MEBIBYTE);
  const { environment } = JSON.parse(readFileSync(join(outputDir, 'profile.json'), 'utf8')) as { environment: string[] };
  expect(environment.filter((name) => !name.startsWith('NODE_CHANNEL_')).sort()).toEqual(['TZ']);
});

test.each(['heap', 'buffers'])('a child that takes more than its need is stopped before it has a twentieth more: %s', async (kind) => {
  const child = start('hog', { memoryBytes: 400 * MEBIBYTE });
  child.run(request({ kind }));
  const end = await child.outcome;
  expect(end.result).toBeNull();
  expect(end.code).not.toBe(0);
  // Whoever sees it first: the kernel, or the watchdog in the few megabytes that are between them.
  expect(end.killedFor === 'memory' || saysNoMemory(end.stderr)).toBe(true);
  expect(child.peakBytes).toBeLessThan(420 * MEBIBYTE);
});

test('without prlimit the watchdog stops it', async () => {
  const child = start('hog', { memoryBytes: 200 * MEBIBYTE, limits: { ...limits, prlimit: null } });
  child.run(request({ kind: 'buffers' }));
  await expect(child.outcome).resolves.toMatchObject({ killedFor: 'memory', signal: 'SIGKILL', result: null });
});

test('the wall clock and a cancel end a child whose event loop is stuck', async () => {
  const late = start('hanger', { timeoutMs: 400 });
  late.run(request({}));
  await expect(late.outcome).resolves.toMatchObject({ killedFor: 'timeout', signal: 'SIGKILL' });

  const fenced = start('hanger');
  const working = new Promise((resolve) => (fenced.onProgress = resolve));
  fenced.run(request({}));
  await working;
  fenced.kill('fence');
  fenced.kill('drain');
  await expect(fenced.outcome).resolves.toMatchObject({ killedFor: 'fence' });
});

test.each([
  ['exit', { code: 3, signal: null }],
  ['abort', { signal: 'SIGABRT' }],
  ['throw', { code: 1, stderr: expect.stringContaining('crashed as it was told to') }],
])('the exit of a child that dies is told: %s', async (how, expected) => {
  const child = start('crasher');
  child.run(request({ how }));
  await expect(child.outcome).resolves.toMatchObject({ result: null, fault: null, killedFor: null, ...expected });
});

test('a message outside the protocol is a failure of the child, not of the worker', async () => {
  const child = start('crasher');
  child.run(request({ how: 'babble' }));
  await expect(child.outcome).resolves.toMatchObject({ result: null, fault: { code: 'internal' } });
});

test('a program that cannot be started is an end like any other', async () => {
  const child = start('worker', { limits: { ...limits, prlimit: '/nowhere/prlimit', setpriv: null } });
  child.run(request({}));
  await expect(child.outcome).resolves.toMatchObject({ result: null, fault: null });
  await child.exited;
});

test('a worker that is killed takes its child along, even one that is stuck', async () => {
  const { execPath, execArgv } = childCommand(400 * MEBIBYTE, limits);
  const parent = spawn(process.execPath, [script('doomed-parent'), execPath, script('hanger'), ...execArgv]);
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await until(() => !isAlive(pid));
});
