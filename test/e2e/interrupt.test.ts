import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const root = resolve(__dirname, '../..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mr-'));
  mkdirSync(join(folder, 'tmp'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Command lines of the processes that were started, at whatever remove, with this mark in their environment. */
const marked = (mark: string): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const isOurs = readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark);
        return isOurs ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')] : [];
      } catch {
        return [];
      }
    });

interface Interrupt {
  readonly command: readonly string[];
  /** What it has to have said before the signal. */
  readonly after: string;
  readonly signal?: NodeJS.Signals;
  /** To its whole group, as a terminal does it, or to it alone. */
  readonly toGroup?: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

const interrupt = async ({ command, after, signal = 'SIGINT', toGroup = true, env = {} }: Interrupt) => {
  const mark = randomUUID();
  const own = { PATH: process.env['PATH'], PORT: '0', MILLRACE_HOME: folder, TMPDIR: join(folder, 'tmp'), MILLRACE_MARK: mark, ...env };
  const child = spawn(command[0] ?? '', command.slice(1), { cwd: root, env: own, detached: true });
  const ended = new Promise<number>((done) => child.once('exit', (code, by) => done(code ?? 128 + constants.signals[by!])));
  let said = '';
  const heard = new Promise<void>((done) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => {
        said += text.toString();
        if (said.includes(after)) done();
      });
  });
  await Promise.race([heard, ended]);
  const sentAt = performance.now();
  process.kill(toGroup ? -child.pid! : child.pid!, signal);
  const code = await ended;
  const milliseconds = performance.now() - sentAt;
  for (let tries = 0; tries < 600 && marked(mark).length > 0; tries += 1) await sleep(100);
  return { code, milliseconds, said, left: marked(mark) };
};

const demo = [process.execPath, '--disable-warning=ExperimentalWarning', 'tools/demo.mts'];
const leftovers = () => [
  ...readdirSync(join(folder, 'tmp')),
  ...(existsSync(join(folder, 'demo')) ? readdirSync(join(folder, 'demo')).filter((name) => name.startsWith('run-')) : []),
];

test.each([
  ['starting MariaDB', true],
  ['starting MariaDB', false],
  ['starting api', true],
  ['uploading', true],
  ['% ', false],
])('Ctrl-C after "%s" ends a demo with 130 and leaves nothing', async (after, toGroup) => {
  const { code, left, milliseconds } = await interrupt({ command: demo, after, toGroup });
  expect({ code, left, leftovers: leftovers() }).toEqual({ code: 130, left: [], leftovers: [] });
  expect(milliseconds).toBeLessThan(60_000);
});

test.each(['starting MariaDB', 'Millrace is up'])('Ctrl-C after "%s" ends the platform with 130, and its data stays', async (after) => {
  const { code, left } = await interrupt({ command: ['bin/millrace', 'up'], after });
  expect({ code, left, leftovers: leftovers(), up: existsSync(join(folder, 'platform/state.json')) }).toEqual({
    code: 130,
    left: [],
    leftovers: [],
    up: false,
  });
  expect(existsSync(join(folder, 'platform/redis'))).toBe(after === 'Millrace is up' || existsSync(join(folder, 'platform/redis')));
});

test('what npm has started ends with it, although npm is killed and tells nobody', async () => {
  const command = ['sh', '-c', 'node tools/bootstrap/run.mjs tools/demo.mts; true'];
  const env = { npm_lifecycle_event: 'demo' };
  const { left } = await interrupt({ command, after: 'starting MariaDB', signal: 'SIGKILL', toGroup: false, env });
  expect(left).toEqual([]);
});

test('a demo that is killed takes its servers with it, also those in containers', async () => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync(join(root, 'test/support/docker-stand-in.mjs'), join(bin, 'docker'));
  const env = {
    PATH: [bin, process.env['PATH'], '/usr/sbin'].join(delimiter),
    MILLRACE_SERVICES: 'docker',
    DOCKER_STAND_IN: folder,
  };
  const { code, left } = await interrupt({ command: demo, after: 'uploading', signal: 'SIGKILL', toGroup: false, env });
  expect({ code, left }).toEqual({ code: 137, left: [] });
});
