// What benches ask of a platform over HTTP.
import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PrivatePlatform } from '../../tools/services/private-platform.mts';

export interface JobAnswer {
  readonly kind: string;
  readonly attempt: number;
  readonly needBytes: number;
  readonly estimateBytes: number | null;
  readonly peakBytes: number | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}
export interface RunAnswer {
  readonly id: string;
  readonly datasetId: string;
  readonly state: string;
  readonly jobs: readonly [JobAnswer, ...JobAnswer[]];
}
type Platform = Pick<PrivatePlatform, 'url' | 'headers'>;

/** Uploads a file and starts a run with it. @param to `datasets`, or `datasets/ID/versions` @param query name and kinds of the run */
export const uploadFile = async (
  { url, headers }: Platform,
  path: string,
  to: string,
  query: Record<string, string>,
): Promise<RunAnswer> => {
  const answer = await fetch(`${url}/v1/${to}?${new URLSearchParams(query).toString()}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/octet-stream', 'content-length': String(statSync(path).size) },
    body: Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
    duplex: 'half',
  });
  if (answer.status !== 202) throw new Error(`the upload of ${path} was answered with ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { run: RunAnswer }).run;
};

export const read = async (platform: Platform, path: string): Promise<unknown> =>
  (await fetch(`${platform.url}/v1/${path}`, { headers: platform.headers })).json();

const ended = new Set(['completed', 'failed', 'cancelled']);

/** The run once it has ended, whichever way. */
export const untilRunEnds = async (platform: Platform, id: string): Promise<RunAnswer> => {
  for (;;) {
    const run = (await read(platform, `runs/${id}`)) as RunAnswer;
    if (ended.has(run.state)) return run;
    await sleep(1000);
  }
};
