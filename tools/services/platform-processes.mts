import { join, resolve } from 'node:path';
import { ToolError } from '../lifecycle.mts';
import { start, until, type Started } from './processes.mts';

export const root = resolve(import.meta.dirname, '../..');
/** Where the tools keep what they write: services' data, logs, results. */
export const home = process.env['MILLRACE_HOME'] ? resolve(process.env['MILLRACE_HOME']) : join(root, '.millrace');
export const roles = ['api', 'data-worker', 'agent-worker'] as const;
export type Role = (typeof roles)[number];

/** As in the Dockerfile: a small young generation, since what a process of ours holds for long is outside of V8's heap. */
const nodeFlags = ['--enable-source-maps', '--max-semi-space-size=1'];
/** Buffers of what streams through lie apart, so that each goes back to the system when it is freed. The image sets the same. */
const allocator = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '32768' };

/** Starts one process of the platform from the build. Where it has to end with us, it is killed, or `drains` first. */
export const startRole = (role: Role, env: NodeJS.ProcessEnv, logs: string, drains = false): Started =>
  start(process.execPath, [...nodeFlags, join(root, `dist/apps/${role}/src/main.js`)], {
    log: join(logs, `${role}.log`),
    env: { ...allocator, ...process.env, ...env },
    atEnd: drains ? 'SIGTERM' : 'SIGKILL',
  });

/** Brings the schema up to date. */
export const migrate = async (env: NodeJS.ProcessEnv, logs: string): Promise<void> => {
  const log = join(logs, 'migrate.log');
  const { child } = start(process.execPath, [join(root, 'dist/libs/database/src/migrate-main.js')], {
    log,
    env: { ...process.env, ...env },
  });
  const code = await new Promise((done) => child.once('exit', done));
  if (code !== 0) throw new ToolError(`the migration failed; see ${log}`);
};

/** Waits until the API says that it is ready; one that ends first is an error. */
export const untilReady = (url: string, api?: Started, logs?: string): Promise<void> =>
  until(
    'the API',
    () =>
      fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    60_000,
    api && logs !== undefined ? { child: api.child, log: join(logs, 'api.log') } : undefined,
  );
