import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { start, until, type Started } from './processes.mts';

export const root = resolve(import.meta.dirname, '../..');
export const roles = ['api', 'data-worker', 'agent-worker'] as const;
export type Role = (typeof roles)[number];

/** As in the Dockerfile: a small young generation, since what a process of ours holds for long is outside of V8's heap. */
const nodeFlags = ['--enable-source-maps', '--max-semi-space-size=1'];

/** Starts one process of the platform from the build. */
export const startRole = (role: Role, env: NodeJS.ProcessEnv, logs: string, detached = false): Started =>
  start(process.execPath, [...nodeFlags, join(root, `dist/apps/${role}/src/main.js`)], {
    log: join(logs, `${role}.log`),
    env: { ...process.env, ...env },
    detached,
  });

/** Brings the schema up to date. */
export const migrate = async (env: NodeJS.ProcessEnv, logs: string): Promise<void> => {
  mkdirSync(logs, { recursive: true });
  const { child } = start(process.execPath, [join(root, 'dist/libs/database/src/migrate-main.js')], {
    log: join(logs, 'migrate.log'),
    env: { ...process.env, ...env },
  });
  const code = await new Promise((done) => child.once('exit', done));
  if (code !== 0) throw new Error(`the migration failed; see ${join(logs, 'migrate.log')}`);
};

export const untilReady = (url: string): Promise<void> =>
  until(
    'the API',
    () =>
      fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    60_000,
  );
