import { randomBytes, randomUUID } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';

/** Whatever fetch takes. */
export type Body = NonNullable<RequestInit['body']>;
export type Role = 'api' | 'data-worker' | 'agent-worker';
const root = join(__dirname, '../..');

/** A port that nobody listens on. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests assert on it
}

export interface Platform {
  readonly url: string;
  readonly key: string;
  readonly env: NodeJS.ProcessEnv;
  readonly folder: string;
  readonly start: (role: Role, more?: NodeJS.ProcessEnv) => ChildProcess;
  readonly call: (
    method: string,
    path: string,
    options?: { body?: Body | object; headers?: Record<string, string>; key?: string | null },
  ) => Promise<Answer>;
  /** Waits for the end of a run. */
  readonly ended: (runId: string, milliseconds?: number) => Promise<Answer['body']>;
  readonly stop: () => Promise<void>;
}

/** The built processes over a database, a queue prefix and a folder of their own. */
export const startPlatform = async (roles: readonly Role[], more: NodeJS.ProcessEnv = {}): Promise<Platform> => {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const server = process.env['TEST_DATABASE_URL'] ?? '';
  const admin = await createConnection({ uri: server });
  await admin.query(`CREATE DATABASE ${name}`);
  const folder = mkdtempSync(join(tmpdir(), 'millrace-e2e-'));
  const port = await freePort();
  const key = `mr_${randomBytes(24).toString('base64url')}`;
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    ...(process.env['NODE_COMPILE_CACHE'] && { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] }),
    MILLRACE_EMBEDDED: '1',
    DATABASE_URL: `${server}${name}`,
    REDIS_URL: process.env['TEST_REDIS_URL'],
    QUEUE_PREFIX: name,
    STORAGE_DIR: join(folder, 'objects'),
    SCRATCH_DIR: join(folder, 'scratch'),
    SECRET_KEY: randomBytes(32).toString('hex'),
    BOOTSTRAP_API_KEY: key,
    PORT: String(port),
    HOST: '127.0.0.1',
    WORKER_MEMORY_BUDGET: '2GB',
    SWEEP_SECONDS: '1',
    LEASE_SECONDS: '4',
    ...more,
  };
  const children: ChildProcess[] = [];
  const run = (script: string, extra: NodeJS.ProcessEnv = {}) => {
    const log = openSync(join(folder, 'log'), 'a');
    const child = spawn(process.execPath, [join(root, 'dist', script)], { env: { ...env, ...extra }, stdio: ['ignore', log, log] });
    children.push(child);
    return child;
  };
  const migration = run('libs/database/src/migrate-main.js');
  if ((await new Promise((resolve) => migration.once('exit', resolve))) !== 0) throw new Error(`the migration failed; see ${folder}/log`);
  const start = (role: Role, extra?: NodeJS.ProcessEnv) => run(`apps/${role}/src/main.js`, extra);
  for (const role of roles) start(role);
  const url = `http://127.0.0.1:${port}`;
  const call: Platform['call'] = async (method, path, { body, headers = {}, key: other = key } = {}) => {
    const isPlain = body !== undefined && Object.getPrototypeOf(body) === Object.prototype;
    const answer = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(other === null ? {} : { authorization: `Bearer ${other}` }),
        ...(isPlain ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      body: isPlain ? JSON.stringify(body) : (body as Body | undefined),
      ...({ duplex: 'half' } as object),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text,
    };
  };
  const ended: Platform['ended'] = async (runId, milliseconds = 180_000) => {
    const end = Date.now() + milliseconds;
    for (;;) {
      const { body } = await call('GET', `/v1/runs/${runId}`);
      if (['completed', 'failed', 'cancelled'].includes(body.state)) return body;
      if (Date.now() > end) throw new Error(`the run is still ${body.state}: ${JSON.stringify(body.jobs)}; see ${folder}/log`);
      await sleep(50);
    }
  };
  const stop = async () => {
    for (const child of children) child.kill('SIGKILL');
    await admin.query(`DROP DATABASE ${name}`);
    await admin.end();
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; roles.includes('api'); tries += 1) {
    if (
      await fetch(`${url}/livez`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    if (tries > 400) throw new Error(`the API did not come up; see ${folder}/log`);
    await sleep(50);
  }
  return { url, key, env, folder, start, call, ended, stop };
};

/** A platform for all tests of a file: started before the first of them, stopped after the last. */
export const usePlatform = (roles: readonly Role[], more: NodeJS.ProcessEnv = {}): Platform => {
  const platform = {} as Platform;
  beforeAll(async () => {
    Object.assign(platform, await startPlatform(roles, more));
  });
  afterAll(() => platform.stop());
  return platform;
};
