// Takes away what the platform stands on, one thing after another, while uploads and runs go on:
// an S3 server that fails a share of all requests throughout, Redis gone for a while, MySQL gone for a while.
// Goals: every upload ends in 202 (at once while Redis is gone), every run is completed, every stored byte is right.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { finish } from '../../bench/support/figures.mts';
import { startMariaDb } from '../../tools/services/mariadb.mts';
import { root } from '../../tools/services/platform-processes.mts';
import { startPrivatePlatform } from '../../tools/services/private-platform.mts';
import { say } from '../../tools/services/processes.mts';
import { startRedis } from '../../tools/services/redis.mts';
import { startS3 } from '../../tools/services/s3.mts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { scriptFlags } from '../../tools/script-flags.mts';

const spec = {
  command: 'npm run chaos:outages',
  about: `Takes away what the platform stands on, one thing after another, while uploads and runs go on:
an S3 server that fails a share of all requests throughout, Redis gone for a while, MySQL gone for a while.`,
  goals: ['every upload ends in 202, at once while Redis is gone', 'every run is completed', 'every stored byte is right'],
  flags: {
    's3-failing': { kind: 'number', default: '0.2', about: 'share of the requests that the S3 server answers with 500' },
    redis: { kind: 'number', default: '60', about: 'seconds without Redis' },
    mysql: { kind: 'number', default: '20', about: 'seconds without MySQL' },
  },
} as const;

const { values } = scriptFlags(spec);
const uploadEveryMs = 1000;
const folder = join(root, '.millrace/outages');

interface Accepted {
  readonly id: string;
  readonly run: { readonly id: string };
}
interface Phase {
  readonly name: string;
  uploads: number;
  refused: number;
  slowestMs: number;
}

say('starting an S3 server and the platform …');
const s3 = await startS3(join(root, '.millrace/outages-s3.log'));
const proxy = await startFaultProxy(s3.platformEnv['S3_ENDPOINT'] ?? '');
const platform = await startPrivatePlatform(folder, {
  env: { ...s3.platformEnv, S3_ENDPOINT: proxy.url, LEASE_SECONDS: '10', SWEEP_SECONDS: '2' },
});
const { url, headers } = platform;
let { redis, mariadb } = platform;
proxy.failShare = values['s3-failing'];

const csvOf = (at: number): string =>
  `id,name,amount\n${Array.from({ length: 2000 }, (_, row) => `${row}, name ${at}-${row % 90},${row % 11 === 0 ? 'N/A' : row}`).join('\n')}\n`;
const accepted = new Map<string, { readonly datasetId: string; readonly sha256: string }>();
let wrongBytes = 0;

/** Sends one upload until it is taken, always under the same key, as a careful client does. */
const upload = async (at: number, phase: Phase): Promise<void> => {
  const body = csvOf(at);
  phase.uploads += 1;
  const started = performance.now();
  for (;;) {
    const answer = await fetch(`${url}/v1/datasets?run=profile,cleanse,explain`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'text/csv', 'idempotency-key': `outage-${at}` },
      body,
    }).catch(() => null);
    if (answer?.status === 202) {
      const { id, run } = (await answer.json()) as Accepted;
      accepted.set(run.id, { datasetId: id, sha256: createHash('sha256').update(body).digest('hex') });
      phase.slowestMs = Math.max(phase.slowestMs, performance.now() - started);
      return;
    }
    await answer?.body?.cancel();
    phase.refused += 1;
    await sleep(1000);
  }
};

const uploads: Promise<void>[] = [];
const duringPhase = async (name: string, seconds: number): Promise<Phase> => {
  const phase: Phase = { name, uploads: 0, refused: 0, slowestMs: 0 };
  say(`${name}, ${seconds} s …`);
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    uploads.push(upload(uploads.length, phase));
    await sleep(uploadEveryMs);
  }
  return phase;
};

const calm = await duringPhase('S3 fails', 10);
await redis.stop('SIGKILL');
const withoutRedis = await duringPhase('Redis is gone', values.redis);
redis = await startRedis(folder, { port: redis.port });
const between = await duringPhase('Redis is back', 5);
await mariadb.stop('SIGKILL');
const withoutMysql = await duringPhase('MySQL is gone', values.mysql);
mariadb = await startMariaDb(folder, { port: mariadb.port });
const after = await duringPhase('MySQL is back', 5);
await Promise.all(uploads);

say('waiting for every run to end …');
const states: Record<string, number> = {};
const deadline = performance.now() + 300_000;
for (const [runId, { datasetId, sha256 }] of accepted) {
  let state = '';
  do {
    const answer = await fetch(`${url}/v1/runs/${runId}`, { headers }).catch(() => null);
    state = answer?.ok ? ((await answer.json()) as { state: string }).state : 'unknown';
    if (['completed', 'failed', 'cancelled'].includes(state)) break;
    await sleep(250);
  } while (performance.now() < deadline);
  states[state] = (states[state] ?? 0) + 1;
  const content = await fetch(`${url}/v1/datasets/${datasetId}/content`, { headers });
  if (
    createHash('sha256')
      .update(Buffer.from(await content.arrayBuffer()))
      .digest('hex') !== sha256
  )
    wrongBytes += 1;
}
await platform.stop();
await Promise.all([redis.stop(), mariadb.stop(), proxy.close(), s3.stop()]);

const count = uploads.length;
finish(
  'outages',
  [
    { name: 'uploads', value: count },
    { name: 'accepted', value: accepted.size, goal: { exactly: count } },
    { name: 'completed', value: states['completed'] ?? 0, goal: { exactly: count } },
    { name: 'wrongBytes', value: wrongBytes, goal: { exactly: 0 } },
    { name: 's3Requests', value: proxy.counts.requests },
    { name: 's3Failed', value: proxy.counts.failed },
    { name: 'refusedWithoutRedis', value: withoutRedis.refused, goal: { exactly: 0 } },
    { name: 'slowestWithoutRedis', value: Math.round(withoutRedis.slowestMs), unit: 'ms' },
    { name: 'refusedWithoutMysql', value: withoutMysql.refused },
    { name: 'slowestWithoutMysql', value: Math.round(withoutMysql.slowestMs), unit: 'ms' },
    { name: 'refusedOtherwise', value: calm.refused + between.refused + after.refused },
  ],
  values.json,
);
