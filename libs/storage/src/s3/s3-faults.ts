import { S3ServiceException } from '@aws-sdk/client-s3';
import { Fault } from '@millrace/contracts';

const absent = new Set(['NoSuchKey', 'NotFound', 'NoSuchBucket', 'NoSuchUpload']);

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown error');

export const isAbsent = (error: unknown): boolean =>
  absent.has(nameOf(error)) || (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404);

/** A 4xx other than "slow down" and "timed out" will be answered the same again. */
const isWorthRetrying = (error: unknown): boolean => {
  if (error instanceof Fault) return false;
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  return status === undefined || status >= 500 || status === 408 || status === 429;
};

const tries = 8;
const firstDelayMs = 50;
const longestDelayMs = 5000;

/**
 * Calls the store until it answers, at most eight times with growing pauses: one call in five may fail and a stream of
 * a thousand parts still gets through.
 */
export const persist = async <T>(operation: string, call: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof Fault || isAbsent(error)) throw error;
      if (attempt >= tries || !isWorthRetrying(error)) {
        throw new Fault('storage-unavailable', `The object store refused ${operation} after ${attempt} tries (${nameOf(error)}).`, {
          cause: error,
        });
      }
      const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1)) * (0.5 + Math.random());
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
};
