export { ConfigError, loadConfig, type Config } from './config/config';
export { checkHealth, type Health, type HealthCheck } from './health';
export { LeaseMetrics } from './lease-metrics';
export { createLogger, withLogContext, type Logger } from './log';
export { startLoop, type Loop } from './loop';
export { Counter, createMetrics, Gauge, Histogram, type Metrics } from './metrics';
export { newId } from './new-id';
export { onShutdown } from './shutdown';
export { startStatusServer, type StatusServer } from './status-server';
