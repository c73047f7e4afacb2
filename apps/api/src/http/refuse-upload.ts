import type { Response } from 'express';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiRequest } from './request';

const lingerMs = 2000;

/**
 * Answers while a body still comes, and then reads on for a moment before it closes: a client that is cut off while it sends
 * never sees why (RFC 9112, section 9.6).
 */
export const refuseUpload = async (request: ApiRequest, response: Response, body: string): Promise<void> => {
  response.setHeader('connection', 'close').setHeader('content-length', Buffer.byteLength(body));
  response.write(body);
  request.unpipe();
  request.resume();
  const ended = new Promise((resolve) => request.once('close', resolve).once('end', resolve));
  await Promise.race([ended, sleep(lingerMs, undefined, { ref: false })]);
  response.end();
};
