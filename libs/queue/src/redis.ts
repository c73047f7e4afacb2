import { Redis } from 'ioredis';

const silent = () => undefined;

/** For those who add: fails fast when Redis is down, so that nobody waits on a doorbell. */
export const producerConnection = (url: string): Redis => {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    connectTimeout: 2000,
    commandTimeout: 2000,
    retryStrategy: (times) => Math.min(1000, times * 50),
  });
  redis.on('error', silent);
  return redis;
};

/** For those who take: reconnects for ever. */
export const consumerConnection = (url: string): Redis => {
  const redis = new Redis(url, { maxRetriesPerRequest: null, connectTimeout: 2000, retryStrategy: (times) => Math.min(1000, times * 50) });
  redis.on('error', silent);
  return redis;
};

/** Where it is said that a queue has something new. */
export const bellChannel = (prefix: string): string => `${prefix}:bell`;

/** One message per attempt: the doorbell of a later attempt is never swallowed by what is left of an earlier one. */
export const messageIdOf = ({ id, attempt }: { readonly id: string; readonly attempt: number }): string => `${id}-${attempt}`;
