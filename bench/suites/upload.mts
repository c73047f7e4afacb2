// Many large uploads at once: memory of the API, hashes, and speed beside a bare server that only copies the same bytes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { root } from '../../tools/services/platform-processes.mts';
import { say } from '../../tools/services/processes.mts';
import { startPrivatePlatform } from '../../tools/services/private-platform.mts';
import { startS3 } from '../../tools/services/s3.mts';
import { finish } from '../support/figures.mts';
import { cpuSeconds, peakResidentBytes, residentBytes } from '../support/process-figures.mts';
import { sha256Of, uploadSource } from '../support/upload-source.mts';
import { scriptFlags } from '../../tools/script-flags.mts';

const spec = {
  command: 'npm run bench -- upload',
  about: 'Many large uploads at once: memory of the API, hashes, and speed beside a bare server that only copies the same bytes.',
  goals: ['no wrong hash', 'apiPeakMB ≤ 220 MB'],
  flags: {
    count: { kind: 'number', default: '10', about: 'uploads at once' },
    mb: { kind: 'number', default: '500', about: 'size of each in MiB' },
    s3: { kind: 'switch', about: 'into an S3 server of its own, in place of the file system' },
  },
} as const;

const mebibyte = 1024 * 1024;
const boundary = 'millrace-bench-boundary';

interface Target {
  readonly url: string;
  readonly headers: Record<string, string>;
}

/** One upload; every second one as a form, as a browser would. */
const send = async ({ url, headers }: Target, at: number, megabytes: number): Promise<{ status: number; body: string }> => {
  const { bytes, stream, chunks } = uploadSource(at, megabytes);
  const isForm = at % 2 === 1;
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="upload-${at}.csv"\r\ncontent-type: text/csv\r\n\r\n`;
  const tail = `\r\n--${boundary}--\r\n`;
  const outgoing = request(url, {
    method: 'POST',
    headers: {
      ...headers,
      'content-type': isForm ? `multipart/form-data; boundary=${boundary}` : 'text/csv',
      'content-length': bytes + (isForm ? head.length + tail.length : 0),
    },
  });
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  const form = function* () {
    yield Buffer.from(head);
    yield* chunks();
    yield Buffer.from(tail);
  };
  await pipeline(isForm ? form : stream(), outgoing);
  const [response] = await answered;
  return { status: response.statusCode ?? 0, body: Buffer.concat(await response.toArray()).toString() };
};

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};

export const run = async (args: readonly string[]): Promise<never> => {
  const { values } = scriptFlags(spec, args);
  const [count, megabytes] = [values.count, values.mb];
  const folder = join(root, '.millrace/bench/upload');
  const s3 = values.s3 ? await startS3(join(root, '.millrace/bench/s3.log'), (count * megabytes + 1024) * mebibyte) : null;
  const platform = await startPrivatePlatform(folder, { roles: ['api'], env: s3?.platformEnv });
  const api = platform.processes.api[0]?.child.pid ?? 0;
  const idle = residentBytes(api);
  const hashes = Array.from({ length: count }, (_, at) => sha256Of(uploadSource(at, megabytes).chunks()));
  const all = (target: Target) => () => Promise.all(hashes.map((_, at) => send(target, at, megabytes)));

  say(`${count} uploads of ${megabytes} MB at once, into Millrace …`);
  const cpuBefore = cpuSeconds(api);
  let answers: { status: number; body: string }[] = [];
  const wall = await seconds(async () => {
    answers = await all({ url: `${platform.url}/v1/datasets`, headers: platform.headers })();
  });
  const [peak, cpu] = [peakResidentBytes(api), cpuSeconds(api) - cpuBefore];
  const wrong = await Promise.all(
    answers.map(async ({ status, body }, at) => {
      if (status !== 201) return true;
      const { id } = JSON.parse(body) as { id: string };
      const listed = await fetch(`${platform.url}/v1/datasets/${id}/versions`, { headers: platform.headers });
      const { items } = (await listed.json()) as { items: { sha256: string; bytes: number }[] };
      return items[0]?.sha256 !== hashes[at] || items[0]?.bytes !== uploadSource(at, megabytes).bytes;
    }),
  );
  await platform.stop();
  await s3?.stop();
  rmSync(join(folder, 'objects'), { recursive: true, force: true });

  say('the same bytes into a bare Node server …');
  const bareFolder = join(folder, 'bare');
  const bare = spawn(process.execPath, [join(root, 'bench/support/bare-server.mts'), bareFolder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(createInterface(bare.stdout), 'line')) as [string];
  const bareWall = await seconds(all({ url: `http://127.0.0.1:${port}/`, headers: {} }));
  bare.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });

  const total = count * megabytes;
  return finish(
    `upload: ${count} × ${megabytes} MB at once, ${values.s3 ? 'S3' : 'file system'}`,
    [
      { name: 'wrong', value: wrong.filter(Boolean).length, goal: { exactly: 0 } },
      { name: 'apiPeakMB', value: Math.round(peak / mebibyte), unit: 'MB', goal: { atMost: 220 } },
      { name: 'apiIdleMB', value: Math.round(idle / mebibyte), unit: 'MB' },
      { name: 'speed', value: total / wall, unit: 'MB/s' },
      { name: 'bareSpeed', value: total / bareWall, unit: 'MB/s' },
      { name: 'ratioToBare', value: wall / bareWall, unit: '× its time' },
      { name: 'apiCpuSeconds', value: cpu, unit: 's' },
    ],
    values.json,
  );
};
