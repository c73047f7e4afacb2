import { Fault } from '@millrace/contracts';
import type { StoredAnswer } from '@millrace/database';
import type { Response } from 'express';
import { createHash } from 'node:crypto';
import { callerOf, type ApiRequest } from '../http/request';
import type { Services } from '../services';

const send = (response: Response, { status, location, body }: StoredAnswer): void => {
  if (location !== null) response.setHeader('location', location);
  response.status(status).json(body);
};

/** The request as far as it can be told without its body: an upload is too large to be compared. */
const fingerprintOf = (request: ApiRequest): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        request.method,
        request.originalUrl,
        request.header('content-type')?.split(';')[0],
        request.header('x-content-sha256'),
        request.header('content-digest'),
        request.body ?? null,
      ]),
    )
    .digest('hex');

/** Does `work` once for an Idempotency-Key: a repeat gets the first answer, one that comes too early or differs a fault. */
export const idempotent = async (
  { idempotency }: Services,
  request: ApiRequest,
  response: Response,
  work: () => Promise<StoredAnswer>,
): Promise<void> => {
  const key = request.header('idempotency-key');
  if (key === undefined) {
    send(response, await work());
    return;
  }
  if (key.length === 0 || key.length > 255) throw new Fault('validation-failed', 'The Idempotency-Key must have 1 to 255 characters.');
  const { tenantId } = callerOf(request);
  const begun = await idempotency.begin(tenantId, key, fingerprintOf(request));
  if (begun.state === 'mismatch') throw new Fault('idempotency-conflict', 'The Idempotency-Key belongs to a different request.');
  if (begun.state === 'busy') throw new Fault('idempotency-in-progress', 'The first request with this Idempotency-Key has not ended.');
  if (begun.state === 'done') {
    response.setHeader('idempotency-replayed', 'true');
    send(response, begun.answer);
    return;
  }
  try {
    const answer = await work();
    await idempotency.complete(tenantId, key, answer);
    send(response, answer);
  } catch (error) {
    await idempotency.abandon(tenantId, key).catch(() => undefined);
    throw error;
  }
};
