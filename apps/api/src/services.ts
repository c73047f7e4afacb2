import type {
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
import type { Config, Logger, Metrics } from '@millrace/platform';
import type { DoorbellPublisher } from '@millrace/queue';
import type { ObjectStore } from '@millrace/storage';
import type { Credentials } from './auth/credentials';
import type { RunWatch } from './runs/run-watch';

/** What controllers are given. Made once, where the process starts. */
export interface Services {
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly database: Database;
  readonly datasets: DatasetStore;
  readonly contracts: ContractStore;
  readonly runs: RunStore;
  readonly jobs: JobStore;
  readonly metricValues: MetricStore;
  readonly changeDecisions: ChangeDecisionStore;
  readonly pairDecisions: PairDecisionStore;
  readonly policies: PolicyStore;
  readonly recipes: RecipeStore;
  readonly hosts: HostStore;
  readonly capacity: CapacityStore;
  readonly history: HistoryStore;
  readonly keys: ApiKeyStore;
  readonly idempotency: IdempotencyStore;
  readonly webhooks: WebhookStore;
  readonly storage: ObjectStore;
  readonly publisher: DoorbellPublisher;
  readonly credentials: Credentials;
  readonly runWatch: RunWatch;
  /** Has pending jobs published now, without waiting for it. */
  readonly nudgeRelay: () => void;
}

/** The injection token of `Services`. */
export const SERVICES = Symbol('services');
