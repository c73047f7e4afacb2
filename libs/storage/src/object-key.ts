import { Fault } from '@millrace/contracts';

/** Where a store keeps what is not an object yet; no key lies below it. */
export const reservedPrefix = '.incoming/';

/** S3 takes 1024 bytes; a file system 255 for a name. */
const [longestKey, longestSegment] = [900, 255];

/** Control characters, halves of surrogate pairs, and what XML cannot carry. */
const unsafe = /[\p{Cc}\p{Cs}\uFFFE\uFFFF\\]/u;

const isSafe = (key: string): boolean =>
  !unsafe.test(key) &&
  !key.startsWith(reservedPrefix) &&
  Buffer.byteLength(key) <= longestKey &&
  key.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..' && Buffer.byteLength(segment) <= longestSegment);

/**
 * Refuses a key that could leave its store or that a store could not keep: Unicode text in segments of 1 to 255 bytes, 900 in all.
 * @throws Fault `internal`: keys are made by Millrace, so a bad one is a bug
 */
export const assertKey = (key: string): void => {
  if (!isSafe(key)) throw new Fault('internal', `The object key ${JSON.stringify(key.slice(0, 80))} is not safe.`);
};

/**
 * Refuses a prefix that would take in the whole store, or that could leave it.
 * @throws Fault `internal`
 */
export const assertDeletablePrefix = (prefix: string): void => {
  assertKey(prefix.endsWith('/') ? prefix.slice(0, -1) : prefix);
};
