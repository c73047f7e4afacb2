import 'reflect-metadata';
import { Database } from '@millrace/database';
import { createLogger, loadConfig, onShutdown } from '@millrace/platform';
import { Logger as NestLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { insist } from './attempt/insist';
import { DataWorker } from './data-worker';
import { WorkerModule } from './worker.module';

const startPatienceMs = 60_000;
const stopReserveMs = 15_000;

const main = async (): Promise<void> => {
  const config = loadConfig();
  const logger = createLogger(config, 'data-worker');
  const database = await insist(() => Database.connect(config.DATABASE_URL, config.DATABASE_POOL), { patienceMs: startPatienceMs });
  NestLogger.overrideLogger(false);
  const context = await NestFactory.createApplicationContext(WorkerModule.of(config, logger, database));
  const worker = context.get(DataWorker);
  onShutdown(logger, config.WORKER_DRAIN_SECONDS * 1000 + stopReserveMs, () => worker.stop());
  await worker.start();
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
