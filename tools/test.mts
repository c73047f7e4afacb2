// All tests: brings the services that they need, runs them, and takes everything down again.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './services/chromium.mts';
import { startMariaDb } from './services/mariadb.mts';
import { root } from './services/platform-processes.mts';
import { say } from './services/processes.mts';
import { startRedis } from './services/redis.mts';
import { startS3 } from './services/s3.mts';

const folder = join(root, '.millrace/test');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
say('starting Redis, MariaDB and an S3 server …');
const [redis, mariadb] = [await startRedis(folder), await startMariaDb(folder)];
const s3 = await startS3(join(folder, 'logs/s3.log'));
const results = join(folder, 'results.json');
const args = [
  join(root, 'node_modules/jest/bin/jest.js'),
  '--maxWorkers=2',
  '--json',
  `--outputFile=${results}`,
  '--testTimeout=30000',
  '--forceExit',
  ...process.argv.slice(2),
];
const env = { ...process.env, ...s3.env, TEST_CHROMIUM: ensureChromium(), TEST_DATABASE_URL: mariadb.serverUrl, TEST_REDIS_URL: redis.url };
// Jest prints its JSON on standard output; people read standard error.
const jest = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
const code = await new Promise<number>((resolve) => jest.once('close', (exit) => resolve(exit ?? 1)));
await Promise.all([s3.stop(), redis.stop(), mariadb.stop()]);
const counts = existsSync(results)
  ? (JSON.parse(readFileSync(results, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
      numPendingTests: number;
      numRuntimeErrorTestSuites: number;
    })
  : null;
const failed = counts ? counts.numFailedTests + counts.numRuntimeErrorTestSuites : 1;
console.log(
  `${counts?.numPassedTests ?? 0} passed, ${failed} failed${counts && counts.numPendingTests > 0 ? `, ${counts.numPendingTests} skipped` : ''}`,
);
process.exit(code === 0 && failed === 0 ? 0 : 1);
