// npm test: every test of the project against real services of its own. `npm test -- PATTERN` narrows it.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { countTests, isClean, type JestResult, type TestCounts } from './jest-counts.mts';
import { makeRunDirectory } from './run-directory.mts';
import { runTool, ToolError, type Cleanup } from './lifecycle.mts';
import { say } from './say.mts';
import { mariadb } from './services/mariadb.mts';
import { redis } from './services/redis.mts';
import { s3 } from './services/s3.mts';
import type { Service } from './services/service.mts';
import { startServices } from './services/start-services.mts';

const root = resolve(import.meta.dirname, '..');

/** Addresses of what the tests stand on: those that the environment names, and private ones for the rest. */
const testEnvironment = async (directory: string, cleanup: Cleanup): Promise<NodeJS.ProcessEnv> => {
  const given = process.env;
  const wanted: Record<string, Service<unknown>> = {};
  if (!given.TEST_REDIS_URL) wanted.redis = redis;
  if (!given.TEST_DATABASE_URL) wanted.mariadb = mariadb;
  if (!given.TEST_S3_ENDPOINT) wanted.s3 = s3;
  const options = { directory, cleanup, durable: false };
  const running = (await startServices(wanted, options)) as {
    redis?: { url: string };
    mariadb?: { url: string };
    s3?: Awaited<ReturnType<typeof s3.start>>;
  };
  return {
    ...given,
    ...(running.redis && { TEST_REDIS_URL: running.redis.url }),
    ...(running.mariadb && { TEST_DATABASE_URL: running.mariadb.url }),
    ...(running.s3 && {
      TEST_S3_ENDPOINT: running.s3.endpoint,
      TEST_S3_ACCESS_KEY: running.s3.accessKey,
      TEST_S3_SECRET_KEY: running.s3.secretKey,
      TEST_S3_REGION: running.s3.region,
      TEST_S3_BUCKET: running.s3.bucket,
    }),
  };
};

const runJest = async (
  projects: readonly string[],
  workers: number,
  env: NodeJS.ProcessEnv,
  directory: string,
  cleanup: Cleanup,
): Promise<TestCounts> => {
  const outputFile = join(directory, `${projects.join('-')}.json`);
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = ['--selectProjects', ...projects, `--maxWorkers=${workers}`, '--passWithNoTests', '--json', `--outputFile=${outputFile}`];
  // With --json the tests report on standard error and standard output would hold the JSON again.
  const child = spawn(process.execPath, [jest, ...args, ...process.argv.slice(2)], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  cleanup.add(() => child.exitCode ?? child.kill('SIGTERM'));
  await new Promise((done, failed) => child.once('error', failed).once('close', done));
  try {
    return countTests(JSON.parse(readFileSync(outputFile, 'utf8')) as JestResult);
  } catch {
    throw new ToolError(`jest ended without a result for ${projects.join(' and ')}`);
  }
};

await runTool(async (cleanup) => {
  const directory = makeRunDirectory(join(root, '.millrace', 'test'));
  cleanup.add(() => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }));
  say('starting Redis, a database and an S3 server for the tests');
  const env = await testEnvironment(directory, cleanup);
  const counts = [
    await runJest(['unit', 'integration'], 2, env, directory, cleanup),
    // Each of these drives whole processes: one at a time leaves them the cores.
    await runJest(['e2e'], 1, env, directory, cleanup),
  ];
  const sum = (key: keyof TestCounts) => counts.reduce((total, count) => total + count[key], 0);
  const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  if (total.skipped > 0) say(`${total.skipped} tests were skipped; none may be`);
  await cleanup.run();
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return isClean(total) ? 0 : 1;
});
