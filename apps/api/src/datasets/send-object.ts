import { Fault } from '@millrace/contracts';
import type { ObjectStore } from '@millrace/storage';
import type { Response } from 'express';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import type { ApiRequest } from '../http/request';

interface Sent {
  readonly key: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sha256: string;
}

const rangeOf = (header: string | undefined, total: number): { start: number; end: number } | null => {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return null;
  const start = from === '' ? Math.max(0, total - Number(to)) : Number(from);
  const end = from === '' || to === '' ? total - 1 : Math.min(Number(to), total - 1);
  return { start, end };
};

const expiresSeconds = 300;

/** How a caller asks for a redirect. */
export const redirectQuerySchema = z.object({ redirect: z.enum(['0', '1']).optional() });

/** Whether a range holds for the content that a reader has begun to read (RFC 9110, section 13.1.5): a date is never ours. */
const isSameContent = (ifRange: string | undefined, etag: string): boolean => ifRange === undefined || ifRange.trim() === etag;

/** Serves an object: by redirect where its store can serve it itself and the caller asks for that, else through the API, with ranges. */
export const sendObject = async (
  storage: ObjectStore,
  request: ApiRequest,
  response: Response,
  { key, fileName, mediaType, sha256 }: Sent,
): Promise<void> => {
  const url = request.query['redirect'] === '1' ? await storage.presign(key, { fileName, expiresSeconds }) : null;
  if (url !== null) {
    response.redirect(307, url);
    return;
  }
  const found = await storage.head(key);
  if (!found) throw new Fault('content-lost', 'The content is no longer in the object store.');
  const etag = `"${sha256}"`;
  const range = isSameContent(request.header('if-range'), etag) ? rangeOf(request.header('range'), found.bytes) : null;
  if (range && (range.start >= found.bytes || range.end < range.start)) {
    response.setHeader('content-range', `bytes */${found.bytes}`);
    throw new Fault('range-not-satisfiable', `The content has ${found.bytes} bytes.`);
  }
  const { stream, bytes } = await storage.get(key, range ?? undefined);
  response.status(range ? 206 : 200);
  response.setHeader('content-type', mediaType);
  response.setHeader('content-length', bytes);
  response.setHeader('accept-ranges', 'bytes');
  response.setHeader('etag', etag);
  response.setHeader('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`);
  if (range) response.setHeader('content-range', `bytes ${range.start}-${range.end}/${found.bytes}`);
  await pipeline(stream, response).catch(() => response.destroy());
};
