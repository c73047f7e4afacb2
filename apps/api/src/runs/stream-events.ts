import { isTerminal, type Run } from '@millrace/contracts';
import type { Response } from 'express';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 250;
const heartbeatMs = 15_000;

/** Sends a run as server-sent events whenever it changes, until it ends or the reader leaves. */
export const streamEvents = async (response: Response, read: () => Promise<Run>): Promise<void> => {
  let last = '';
  let sent = performance.now();
  let id = 0;
  const first = await read();
  response.status(200).set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  response.flushHeaders();
  for (let run = first; !response.destroyed; run = await read()) {
    const body = JSON.stringify(run);
    if (body !== last) {
      id += 1;
      response.write(`id: ${id}\nevent: ${isTerminal(run.state) ? 'end' : 'run'}\ndata: ${body}\n\n`);
      [last, sent] = [body, performance.now()];
    } else if (performance.now() - sent > heartbeatMs) {
      response.write(': still here\n\n');
      sent = performance.now();
    }
    if (isTerminal(run.state)) break;
    await sleep(pollMs);
  }
  response.end();
};
