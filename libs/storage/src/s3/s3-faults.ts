import { S3ServiceException } from '@aws-sdk/client-s3';
import { Fault } from '@millrace/contracts';
import { setTimeout as sleep } from 'node:timers/promises';

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown error');

const statusOf = (error: unknown): number | undefined => (error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined);

/** True for an answer that what was asked for is not there: an object, an upload, a bucket. */
export const isAbsent = (error: unknown): boolean =>
  ['NoSuchKey', 'NotFound', 'NoSuchBucket', 'NoSuchUpload'].includes(nameOf(error)) || statusOf(error) === 404;

/** A 4xx other than "slow down" and "timed out" will be answered the same again. */
const isWorthRetrying = (error: unknown): boolean => {
  const status = statusOf(error);
  return !isAbsent(error) && (status === undefined || status >= 500 || status === 408 || status === 429);
};

const asFault = (operation: string, attempt: number, error: unknown): Fault => {
  if (['NoSuchKey', 'NotFound'].includes(nameOf(error))) return new Fault('not-found', 'The object is not in the store.', { cause: error });
  return new Fault('storage-unavailable', `The object store refused ${operation} after ${attempt} tries (${nameOf(error)}).`, {
    cause: error,
  });
};

const tries = 8;
const firstDelayMs = 50;
const longestDelayMs = 5000;

/**
 * Calls the store until it answers, at most eight times with growing pauses: one call in five may fail and a stream of
 * a thousand parts still gets through.
 * @throws Fault `not-found` for an absent object, `storage-unavailable` for all else; the signal's reason once it is aborted
 */
export const persist = async <T>(operation: string, call: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof Fault) throw error;
      if (attempt >= tries || !isWorthRetrying(error)) throw asFault(operation, attempt, error);
      const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1)) * (0.5 + Math.random());
      await sleep(delay, undefined, { signal }).catch(() => signal?.throwIfAborted());
    }
  }
};
