import { Database, DatasetStore, GarbageStore, HostStore, JobStore } from '@millrace/database';
import { relayOnce, sweepOnce } from '@millrace/jobs';
import { checkHealth, createLogger, createMetrics, Gauge, loadConfig, newId, onShutdown, startLoop } from '@millrace/platform';
import { DoorbellPublisher } from '@millrace/queue';
import { createObjectStore } from '@millrace/storage';
import { createServer } from 'node:http';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Host } from './host/host';
import { cpuSlots, memoryBudget } from './host/process-memory';

const main = async () => {
  const config = loadConfig();
  const logger = createLogger(config, 'data-worker');
  const database = await Database.connect(config.DATABASE_URL, config.DATABASE_POOL);
  const [jobs, datasets, hosts, garbage] = [
    new JobStore(database),
    new DatasetStore(database),
    new HostStore(database),
    new GarbageStore(database),
  ];
  const storage = createObjectStore(config);
  await storage.check();
  const publisher = new DoorbellPublisher(config.REDIS_URL, config.QUEUE_PREFIX);
  const id = newId();
  const budgetBytes = memoryBudget(config.WORKER_MEMORY_BUDGET);
  const parts = {
    config,
    logger,
    jobs,
    datasets,
    storage,
    id,
    budgetBytes,
    slots: cpuSlots(config.WORKER_CPU_SLOTS),
    cores: availableParallelism(),
    childScript: join(__dirname, 'child', 'main.js'),
  };
  const host = new Host(parts);
  await host.start();

  const metrics = createMetrics('data-worker');
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [metrics],
      collect() {
        this.set(value());
      },
    });
  gauge('millrace_worker_budget_bytes', 'Memory that jobs may reserve together.', () => budgetBytes);
  gauge('millrace_worker_reserved_bytes', 'Memory that jobs have reserved.', () => host.ledger.reservedBytes);
  gauge('millrace_worker_jobs', 'Jobs that run.', () => host.ledger.jobs);

  const warn = (what: string) => (error: unknown) => {
    logger.warn({ err: error }, `${what} failed`);
  };
  const relay = startLoop({
    everyMs: 500,
    run: () =>
      relayOnce({
        publishPending: (limit, publish) => jobs.publishPending(limit, publish),
        publish: (waiting) => publisher.publish(waiting),
      }),
    onError: warn('relay'),
  });
  const sweep = startLoop({
    everyMs: config.SWEEP_SECONDS * 1000,
    run: async () => {
      const ports = {
        recoverExpired: () => jobs.recoverExpired(config.JOB_MAX_STARTS),
        queuedBefore: (seconds: number, limit: number) => jobs.queuedBefore(seconds, limit),
        known: (waiting: Parameters<DoorbellPublisher['known']>[0]) => publisher.known(waiting),
        unpublish: (ids: readonly string[]) => jobs.unpublish(ids),
        confirmQueued: (ids: readonly string[]) => jobs.confirmQueued(ids),
      };
      const swept = await sweepOnce(ports, config.SWEEP_SECONDS);
      if (swept.expired + swept.stranded > 0) logger.info(swept, 'swept');
    },
    onError: warn('sweep'),
  });
  const collector = startLoop({
    everyMs: 10_000,
    run: async () => {
      for (const { id: garbageId, prefix, keepPrefix } of await garbage.due(50)) {
        for await (const { key } of storage.list(prefix)) if (keepPrefix === null || !key.startsWith(keepPrefix)) await storage.delete(key);
        await garbage.collected(garbageId);
      }
    },
    onError: warn('collecting'),
  });
  const beat = startLoop({
    everyMs: 5000,
    run: () => hosts.beat({ id, role: 'data', budgetBytes, reservedBytes: host.ledger.reservedBytes, jobs: host.ledger.jobs }),
    onError: warn('beat'),
  });

  const server = createServer((request, response) => {
    const answer = (status: number, body: string, type = 'application/json') =>
      response.writeHead(status, { 'content-type': type }).end(body);
    if (request.url === '/livez') answer(200, '{"status":"ok"}');
    else if (request.url === '/metrics') void metrics.metrics().then((text) => answer(200, text, metrics.contentType));
    else if (request.url === '/readyz')
      void checkHealth([
        { name: 'database', critical: true, check: () => database.ping() },
        { name: 'storage', critical: true, check: () => storage.check() },
        { name: 'redis', critical: false, check: () => publisher.ping() },
      ]).then((health) => answer(health.status === 'unready' ? 503 : 200, JSON.stringify(health)));
    else answer(404, '{}');
  }).listen(config.WORKER_HTTP_PORT, () => {
    logger.info({ id, budgetBytes, slots: parts.slots, address: server.address() }, 'data-worker is up');
  });

  onShutdown(logger, (config.WORKER_DRAIN_SECONDS + 15) * 1000, async () => {
    await host.drain(config.WORKER_DRAIN_SECONDS * 1000);
    await Promise.all([relay.stop(), sweep.stop(), collector.stop(), beat.stop()]);
    await hosts.leave(id);
    await publisher.close();
    server.close();
    await database.close();
  });
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
