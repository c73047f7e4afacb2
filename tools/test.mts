// All tests: brings the services that they need, runs them, and takes everything down again. npm test [-- JEST'S OWN ARGUMENTS]
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEnd, runTool } from './lifecycle.mts';
import { makeRunFolder } from './run-folder.mts';
import { say } from './say.mts';
import { bring } from './services/bring.mts';
import { chromiumService, ensureChromium, hasChromiumPackage } from './services/chromium.mts';
import { mariaDbService, startMariaDb } from './services/mariadb.mts';
import { serverOf } from './services/named.mts';
import { home, root } from './services/platform-processes.mts';
import { boundToUs, killGroup } from './services/programs.mts';
import { redisService, startRedis } from './services/redis.mts';
import { s3Service, startS3 } from './services/s3.mts';

interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

const given = process.env;
/** The tests make databases and queues of their own, and remove them. */
const namedDatabase = given['TEST_DATABASE_URL'] ?? (given['DATABASE_URL'] ? serverOf(given['DATABASE_URL']) : undefined);
const namedRedis = given['TEST_REDIS_URL'] ?? given['REDIS_URL'];
const namedS3 = given['TEST_S3_ENDPOINT'];

/** The addresses that the tests read. */
const startServices = async (folder: string): Promise<NodeJS.ProcessEnv> => {
  const wanted = [
    ...(namedRedis ? [] : [redisService]),
    ...(namedDatabase ? [] : [mariaDbService]),
    ...(namedS3 ? [] : [s3Service]),
    // One call of apt for all.
    ...(!given['CHROMIUM'] && (await hasChromiumPackage()) ? [chromiumService] : []),
  ];
  await bring(wanted);
  const chromium = await ensureChromium();
  say('starting Redis, MariaDB and an S3 server …');
  const redisUrl = namedRedis ?? (await startRedis(folder)).url;
  const databaseUrl = namedDatabase ?? (await startMariaDb(folder)).serverUrl;
  const s3 = namedS3 ? {} : (await startS3(join(folder, 'logs/s3.log'))).env;
  return { TEST_CHROMIUM: chromium, TEST_DATABASE_URL: databaseUrl, TEST_REDIS_URL: redisUrl, ...s3 };
};

await runTool(async () => {
  const folder = makeRunFolder(join(home, 'test'));
  const env = { ...given, ...(await startServices(folder)) };
  const temporary = mkdtempSync(join(tmpdir(), 'millrace-test-'));
  atEnd(() => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 }));
  const results = join(folder, 'results.json');
  const args = ['--maxWorkers=2', '--json', `--outputFile=${results}`, ...process.argv.slice(2)];
  // Jest prints its JSON on standard output; people read standard error.
  const jest = spawn(...boundToUs(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), ...args], 'TERM'), {
    cwd: root,
    // The processes that the tests start are many, and each would compile the same modules.
    env: { ...env, TMPDIR: temporary, NODE_COMPILE_CACHE: join(temporary, 'compile-cache') },
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  const ended = new Promise<number>((resolve) => jest.once('exit', (exit) => resolve(exit ?? 1)));
  // Its group: with it go the processes that a test has started and could not end any more.
  atEnd(async () => {
    killGroup(jest.pid);
    await ended;
  });
  const code = await ended;
  const counts = existsSync(results) ? (JSON.parse(readFileSync(results, 'utf8')) as Results) : null;
  const failed = counts ? counts.numFailedTests + counts.numRuntimeErrorTestSuites : 1;
  console.log(
    `${counts?.numPassedTests ?? 0} passed, ${failed} failed${counts && counts.numPendingTests > 0 ? `, ${counts.numPendingTests} skipped` : ''}`,
  );
  return code === 0 && failed === 0 ? 0 : 1;
});
