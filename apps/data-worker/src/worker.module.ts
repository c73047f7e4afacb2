import { Module, type DynamicModule } from '@nestjs/common';
import type { Database } from '@millrace/database';
import type { Config, Logger } from '@millrace/platform';
import { DoorbellPublisher } from '@millrace/queue';
import { createObjectStore } from '@millrace/storage';
import { DataWorker } from './data-worker';

/** Puts the worker together from the configuration and its one connection pool. */
@Module({})
export class WorkerModule {
  static of(config: Config, logger: Logger, database: Database): DynamicModule {
    const build = () =>
      new DataWorker(config, logger, database, createObjectStore(config), new DoorbellPublisher(config.REDIS_URL, config.QUEUE_PREFIX));
    return { module: WorkerModule, providers: [{ provide: DataWorker, useFactory: build }] };
  }
}
