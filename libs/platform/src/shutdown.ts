import type { Logger } from './log';

/** Runs `stop` once on SIGTERM or SIGINT and then exits: 0 when it ended in time, 1 when the deadline cut it. A second signal exits at once. */
export const onShutdown = (logger: Logger, deadlineMs: number, stop: (signal: string) => Promise<void>): void => {
  let stopping = false;
  const handle = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ signal }, 'shutting down');
    setTimeout(() => {
      logger.error('shutdown took too long');
      process.exit(1);
    }, deadlineMs).unref();
    stop(signal).then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'shutdown failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', handle);
  process.on('SIGINT', handle);
};
