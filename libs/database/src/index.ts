export { ApiKeyStore, type ApiKey } from './api-key-store';
export { CapacityStore, type ClassLoad } from './capacity-store';
export { Database } from './database';
export { DatasetStore, type StoredSource, type Upload, type VersionSource } from './dataset-store';
export { GarbageStore } from './garbage-store';
export { HistoryStore } from './history-store';
export { HostStore, type Host } from './host-store';
export { IdempotencyStore, type StoredAnswer } from './idempotency-store';
export {
  attemptPrefix,
  JobStore,
  type ClaimedJob,
  type FailDecision,
  type JobOutcome,
  type MetricRow,
  type NewArtefact,
} from './job-store';
export { OutboxStore, type Outbox } from './outbox-store';
export type { Page, PageRequest } from './page';
export { RunStore, type NewJob, type StoredArtefact } from './run-store';
export { defaultTenantId, TenantStore } from './tenant-store';
export { WebhookStore, type Delivery, type DueDelivery, type Webhook } from './webhook-store';
