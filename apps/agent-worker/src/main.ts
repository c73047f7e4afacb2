import { AgentRunner, OpenAiModel } from '@millrace/ai';
import { Fault } from '@millrace/contracts';
import { Database, DatasetStore, JobStore, OutboxStore, PolicyStore, RunStore, type ClaimedJob } from '@millrace/database';
import { decideRetry, Ledger, relayOnce } from '@millrace/jobs';
import {
  createLogger,
  createMetrics,
  Gauge,
  LeaseMetrics,
  loadConfig,
  newId,
  onShutdown,
  startLoop,
  startStatusServer,
  withLogContext,
} from '@millrace/platform';
import { DoorbellConsumer, DoorbellPublisher } from '@millrace/queue';
import { createObjectStore } from '@millrace/storage';
import { explainJob } from './explain-job';

const main = async () => {
  const config = loadConfig();
  const logger = createLogger(config, 'agent-worker');
  const database = await Database.connect(config.DATABASE_URL, config.DATABASE_POOL);
  const [jobs, runs, datasets] = [new JobStore(database), new RunStore(database), new DatasetStore(database)];
  const storage = createObjectStore(config);
  await storage.check();
  const publisher = new DoorbellPublisher(config.REDIS_URL, config.QUEUE_PREFIX);
  const model =
    config.OPENAI_API_KEY === undefined
      ? null
      : new OpenAiModel({ apiKey: config.OPENAI_API_KEY, baseUrl: config.OPENAI_BASE_URL, model: config.OPENAI_MODEL });
  const parts = { jobs, runs, datasets, policies: new PolicyStore(database), storage, agents: new AgentRunner(model) };
  const id = newId();
  const metrics = createMetrics('agent-worker');
  const leases = new LeaseMetrics(metrics);
  // Agents hold no memory; the ledger only counts them.
  const ledger = new Ledger(0, config.AGENT_CONCURRENCY);
  const running = new Map<string, { readonly job: ClaimedJob; readonly abort: AbortController; readonly ended: Promise<void> }>();
  const warn = (what: string) => (error: unknown) => {
    logger.warn({ err: error }, `${what} failed`);
  };

  const attempt = async (job: ClaimedJob, abort: AbortController) => {
    const heartbeat = startLoop({
      everyMs: 1000,
      run: async () => {
        const progress = { stage: 'explain', fraction: 0.5, rowsDone: 0, rowsTotal: null };
        if (!(await leases.count(() => jobs.heartbeat(job.id, job.attempt, config.LEASE_SECONDS, progress)))) abort.abort();
      },
      onError: warn('heartbeat'),
    });
    try {
      const stored = await explainJob(parts, job, abort.signal);
      logger.info({ stored }, 'explained');
    } catch (error) {
      const fault = Fault.wrap(error);
      logger.warn({ err: error, code: fault.code }, 'attempt failed');
      const decision = decideRetry(fault.toFailure('explain'), {
        failures: job.failures,
        maxFailures: config.JOB_MAX_ATTEMPTS,
        needBytes: 0,
        attempt: job.attempt,
        budgetBytes: 0,
        random: Math.random,
      });
      await jobs.fail(job, fault.toFailure('explain'), decision).catch(warn('storing the failure'));
    } finally {
      await heartbeat.stop();
    }
  };

  const pull = async () => {
    for (;;) {
      const taken = await consumer.take('agent', () => ledger.fits(0));
      if (!taken) return;
      const { jobId } = taken.doorbell;
      if (!ledger.reserve(jobId, 0)) {
        await taken.putBack();
        return;
      }
      const job = await jobs.claim(jobId, id, config.LEASE_SECONDS).catch((error: unknown) => {
        warn('claim')(error);
        return undefined;
      });
      await (job === undefined ? taken.putBack() : taken.acknowledge());
      if (!job) {
        ledger.release(jobId);
        if (job === undefined) return;
        continue;
      }
      const abort = new AbortController();
      const context = { requestId: job.requestId, jobId, runId: job.runId, tenantId: job.tenantId, attempt: job.attempt };
      const ended = withLogContext(context, () => attempt(job, abort)).finally(() => {
        running.delete(jobId);
        ledger.release(jobId);
        loop.nudge();
      });
      running.set(jobId, { job, abort, ended });
    }
  };
  const loop = startLoop({ everyMs: 500, run: pull, onError: warn('pulling') });
  const consumer = new DoorbellConsumer({
    url: config.REDIS_URL,
    prefix: config.QUEUE_PREFIX,
    queues: ['agent'],
    onBell: () => {
      loop.nudge();
    },
  });
  await consumer.start();
  const outbox = new OutboxStore(database);
  const relay = startLoop({
    everyMs: 500,
    run: () =>
      relayOnce({
        publishPending: (limit, choose, publish) => outbox.publishPending(limit, choose, publish),
        publish: (waiting) => publisher.publish(waiting),
      }),
    onError: warn('relay'),
  });

  new Gauge({
    name: 'millrace_worker_jobs',
    help: 'Jobs that run.',
    registers: [metrics],
    collect() {
      this.set(running.size);
    },
  });
  const status = await startStatusServer({
    host: config.HOST,
    port: config.WORKER_HTTP_PORT,
    metrics,
    checks: [
      { name: 'database', critical: true, check: () => database.ping() },
      { name: 'storage', critical: true, check: () => storage.check() },
      { name: 'redis', critical: false, check: () => publisher.ping() },
    ],
  });
  logger.info({ id, model: model?.model ?? null, port: status.port }, 'agent-worker is up');

  onShutdown(logger, (config.WORKER_DRAIN_SECONDS + 15) * 1000, async () => {
    await loop.stop();
    const all = Promise.all([...running.values()].map(({ ended }) => ended));
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, config.WORKER_DRAIN_SECONDS * 1000))]);
    for (const { job, abort } of running.values()) {
      await jobs.release(job);
      abort.abort();
    }
    await Promise.all([consumer.close(), relay.stop()]);
    await publisher.close();
    await status.close();
    await database.close();
  });
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
