// A worker host without admission, as most are written: BullMQ with a fixed concurrency, a process for each job and no limit on it.
//   node plain-host.mts REDIS_URL QUEUE CONCURRENCY
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';

const [, , url = '', queue = '', concurrency = '2'] = process.argv;
const measured = join(import.meta.dirname, '../support/measured.mts');

const profile = (path: string): Promise<void> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, [...process.execArgv, measured, 'ours', path], { stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('close', (code, signal) => {
      if (code === 0) done();
      else fail(new Error(`ended with ${signal ?? String(code)}`));
    });
  });

const worker = new Worker<{ path: string }>(queue, ({ data }) => profile(data.path), {
  connection: new Redis(url, { maxRetriesPerRequest: null }),
  concurrency: Number(concurrency),
  lockDuration: 60_000,
});
worker.on('error', (error) => console.error(error.message));
