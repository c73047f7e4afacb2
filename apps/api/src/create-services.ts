import {
  ApiKeyStore,
  ChangeDecisionStore,
  ContractStore,
  CapacityStore,
  Database,
  DatasetStore,
  HistoryStore,
  HostStore,
  IdempotencyStore,
  JobStore,
  MetricStore,
  PairDecisionStore,
  PolicyStore,
  RecipeStore,
  RunStore,
  WebhookStore,
} from '@millrace/database';
import { createLogger, createMetrics, type Config } from '@millrace/platform';
import { DoorbellPublisher } from '@millrace/queue';
import { createObjectStore } from '@millrace/storage';
import { Credentials } from './auth/credentials';
import { RunWatch } from './runs/run-watch';
import type { Services } from './services';

/** Connects everything that the API stands on. */
export const createServices = async (config: Config, nudgeRelay: () => void): Promise<Services> => {
  const database = await Database.connect(config.DATABASE_URL, config.DATABASE_POOL);
  const keys = new ApiKeyStore(database);
  const runs = new RunStore(database);
  const logger = createLogger(config, 'api');
  return {
    config,
    nudgeRelay,
    database,
    keys,
    logger,
    metrics: createMetrics('api'),
    contracts: new ContractStore(database),
    datasets: new DatasetStore(database),
    runs,
    runWatch: new RunWatch(
      (ids) => runs.marks(ids),
      (error) => {
        logger.warn({ err: error }, 'runs could not be watched');
      },
    ),
    jobs: new JobStore(database),
    metricValues: new MetricStore(database),
    changeDecisions: new ChangeDecisionStore(database),
    pairDecisions: new PairDecisionStore(database),
    policies: new PolicyStore(database),
    recipes: new RecipeStore(database),
    hosts: new HostStore(database),
    capacity: new CapacityStore(database),
    history: new HistoryStore(database),
    idempotency: new IdempotencyStore(database, config.LEASE_SECONDS),
    webhooks: new WebhookStore(database),
    storage: createObjectStore(config),
    publisher: new DoorbellPublisher(config.REDIS_URL, config.QUEUE_PREFIX),
    credentials: new Credentials(keys, config.SECRET_KEY, config.TOKEN_SECONDS),
  };
};
