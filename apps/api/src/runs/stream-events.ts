import { isTerminal, type Run } from '@millrace/contracts';
import type { Response } from 'express';
import { createHash } from 'node:crypto';
import type { RunWatch } from './run-watch';

/** A place in the queue changes without the run changing. */
const refreshMs = 1000;
const heartbeatMs = 15_000;

/** An event carries the whole state, so its id is a mark of that state: after a reconnect the same one is not sent again. */
const markOf = (body: string): string => createHash('sha256').update(body).digest('base64url').slice(0, 16);

/**
 * Sends a run as server-sent events whenever it changes, until it ends or the reader leaves.
 * @param lastEventId what a reader that comes back has seen last
 */
export const streamEvents = async (
  response: Response,
  watch: RunWatch,
  read: () => Promise<Run>,
  lastEventId: string | undefined,
): Promise<void> => {
  let last = lastEventId ?? '';
  let sent = performance.now();
  const first = await read();
  response.status(200).set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  response.flushHeaders();
  for (let run = first; !response.destroyed; run = await read()) {
    const body = JSON.stringify(run);
    const mark = markOf(body);
    const ends = isTerminal(run.state);
    // The end is always told: a reader that comes back for it must not wait for ever.
    if (mark !== last || ends) {
      response.write(`id: ${mark}\nevent: ${ends ? 'end' : 'run'}\ndata: ${body}\n\n`);
      [last, sent] = [mark, performance.now()];
    } else if (performance.now() - sent > heartbeatMs) {
      response.write(': still here\n\n');
      sent = performance.now();
    }
    if (ends) break;
    await watch.next(run.id, refreshMs);
  }
  response.end();
};
