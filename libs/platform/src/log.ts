import { AsyncLocalStorage } from 'node:async_hooks';
import pino from 'pino';
import type { Config } from './config/config';
import { logError } from './log-error';

export type Logger = pino.Logger;
export type LogContext = Readonly<Partial<Record<'requestId' | 'jobId' | 'runId' | 'tenantId' | 'attempt', string | number>>>;

const contexts = new AsyncLocalStorage<LogContext>();

/** Runs `work` with the ids in every line that it logs. */
export const withLogContext = <T>(context: LogContext, work: () => T): T => contexts.run({ ...contexts.getStore(), ...context }, work);

/** JSON lines on standard output. Credentials are redacted; cell values are never passed to a logger at all. */
export const createLogger = (config: Pick<Config, 'LOG_LEVEL'>, role: string): Logger =>
  pino({
    level: config.LOG_LEVEL,
    base: { role, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => contexts.getStore() ?? {},
    redact: {
      paths: ['*.authorization', '*.cookie', '*.secret', '*.password', '*.apiKey', 'req.headers.authorization'],
      censor: '[redacted]',
    },
    serializers: { err: logError },
  });
