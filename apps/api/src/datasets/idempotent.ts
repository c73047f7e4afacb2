import { Fault } from '@millrace/contracts';
import type { HeldKey, IdempotencyStore, Made, StoredAnswer } from '@millrace/database';
import type { Response } from 'express';
import { createHash } from 'node:crypto';
import { callerOf, type ApiRequest } from '../http/request';
import type { Services } from '../services';
import type { Commit } from './commit';

const send = (response: Response, { status, location, body }: StoredAnswer): void => {
  if (location !== null) response.setHeader('location', location);
  response.status(status).json(body);
};

/** The request without its content, however its query is ordered: what can be told before an upload has come. */
const fingerprintOf = (request: ApiRequest): string => {
  const { pathname, searchParams } = new URL(request.originalUrl, 'http://api');
  searchParams.sort();
  const type = request.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  return createHash('sha256')
    .update(JSON.stringify([request.method, pathname, searchParams.toString(), type, request.body ?? null]))
    .digest('hex');
};

export interface IdempotentWork {
  /** Does what is asked for and calls `commit` in the transaction that makes it. */
  readonly make: (commit: Commit) => Promise<Made>;
  /** The answer for what was made. */
  readonly answer: (made: Made) => Promise<StoredAnswer>;
  /** Whether a repeat comes with the content of the first request, where that is not in `request.body`. */
  readonly isRepeatOf?: (first: { readonly made: Made; readonly content: string }) => Promise<boolean>;
}

const conflict = (what: string): Fault =>
  new Fault('idempotency-conflict', `The Idempotency-Key belongs to a request with another ${what}.`);

/** Holds a key for as long as `work` takes. */
const whileHeld = async <T>(store: IdempotencyStore, held: HeldKey, work: () => Promise<T>): Promise<T> => {
  const renewing = setInterval(() => void store.renew(held).catch(() => undefined), (store.leaseSeconds * 1000) / 3);
  try {
    return await work();
  } catch (error) {
    await store.abandon(held).catch(() => undefined);
    throw error;
  } finally {
    clearInterval(renewing);
  }
};

/**
 * Makes something once for an Idempotency-Key. A repeat gets the first answer; one that comes while the first is under way, or that
 * differs in its route, its parameters or its content, a fault. A process that is lost holds its key no longer than its lease.
 * @throws Fault `idempotency-in-progress`, `idempotency-conflict`
 */
export const idempotent = async (
  { idempotency }: Services,
  request: ApiRequest,
  response: Response,
  { make, answer, isRepeatOf }: IdempotentWork,
): Promise<void> => {
  const key = request.header('idempotency-key');
  if (key === undefined) {
    send(response, await answer(await make(() => Promise.resolve())));
    return;
  }
  if (key.length === 0 || key.length > 255) throw new Fault('validation-failed', 'The Idempotency-Key must have 1 to 255 characters.');
  const begun = await idempotency.begin(callerOf(request).tenantId, key, fingerprintOf(request));
  if (begun.state === 'mismatch') throw conflict('route, query or content type');
  if (begun.state === 'busy') throw new Fault('idempotency-in-progress', 'The first request with this Idempotency-Key has not ended.');
  if (begun.state === 'done') {
    const { made, content } = begun;
    const isSame = content === null || !isRepeatOf || (await isRepeatOf({ made, content }));
    if (!isSame) throw conflict('content');
    response.setHeader('idempotency-replayed', 'true');
    send(response, begun.answer ?? (await answer(made)));
    return;
  }
  const { held } = begun;
  const commit: Commit = async (sql, made, content) => {
    if (!(await idempotency.record(sql, held, made, content)))
      throw new Fault('idempotency-in-progress', 'The lease of the Idempotency-Key lapsed, and another request has it now.');
  };
  const made = await whileHeld(idempotency, held, () => make(commit));
  const first = await answer(made);
  // Without it a repeat is answered from what was made.
  await idempotency.keepAnswer(held, first).catch(() => undefined);
  send(response, first);
};
