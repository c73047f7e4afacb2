import type { Doorbell } from '@millrace/contracts';
import {
  ChangeDecisionStore,
  type Database,
  DatasetStore,
  GarbageStore,
  HostStore,
  JobStore,
  MetricStore,
  OutboxStore,
  PairDecisionStore,
} from '@millrace/database';
import { Ledger, type AdmissionPolicy } from '@millrace/jobs';
import {
  createMetrics,
  newId,
  startLoop,
  startStatusServer,
  type Config,
  LeaseMetrics,
  type Logger,
  type Loop,
  type StatusServer,
} from '@millrace/platform';
import { DoorbellConsumer, HoldStore, type DoorbellPublisher } from '@millrace/queue';
import type { ObjectStore } from '@millrace/storage';
import { rm } from 'node:fs/promises';
import { availableParallelism, hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { JobAttempt, type AttemptTools } from './attempt/job-attempt';
import { Scratch } from './attempt/scratch';
import { HostPressure, readMachineMemory } from './host/host-pressure';
import { Maintenance } from './host/maintenance';
import { memoryBudget, thisMachine } from './host/memory-budget';
import { admissionPolicy } from './host/admission-policy';
import { queuesWithin } from './host/queues-within';
import { WorkerHost, type HostedAttempt } from './host/worker-host';
import { WorkerMetrics } from './host/worker-metrics';
import { childEnvironment } from './process/child-environment';
import { findChildLimits, type ChildLimits } from './process/child-limits';
import { JobChild } from './process/job-child';
import { warmUp } from './process/warm-up';

const childScript = join(__dirname, 'child', 'main.js');
const beatEveryMs = 5000;
const lookEveryMs = 500;
/** By how much processes of jobs that are not small stand back, so that small ones are over in seconds. */
const largeNiceness = 5;
const patienceMs = 120_000;

interface Running {
  readonly host: WorkerHost;
  readonly consumer: DoorbellConsumer;
  readonly holds: HoldStore;
  readonly maintenance: Maintenance;
  readonly beat: Loop;
  readonly watch: Loop;
  readonly status: StatusServer;
  readonly scratch: Scratch;
}

/** One data worker: takes jobs within its memory budget and runs each in a process of its own. */
export class DataWorker {
  private readonly id = `${hostname().slice(0, 20)}-${newId()}`;
  private readonly jobs: JobStore;
  private readonly hosts: HostStore;
  private readonly ledger: Ledger;
  /** Jobs at once, without those in slots for small ones. */
  private readonly slots: number;
  private readonly policy: AdmissionPolicy;
  private running: Running | undefined;

  constructor(
    private readonly config: Config,
    private readonly logger: Logger,
    private readonly database: Database,
    private readonly store: ObjectStore,
    private readonly publisher: DoorbellPublisher,
  ) {
    this.jobs = new JobStore(database);
    this.hosts = new HostStore(database);
    this.slots = config.WORKER_CPU_SLOTS || availableParallelism();
    this.policy = admissionPolicy(this.slots);
    this.ledger = new Ledger(memoryBudget(config.WORKER_MEMORY_BUDGET, thisMachine()), this.slots + this.policy.smallSlots);
  }

  async start(): Promise<void> {
    const { config, ledger, logger, slots, policy } = this;
    const compileCache = resolve(config.SCRATCH_DIR, 'compile-cache');
    const threads = Math.max(1, Math.floor(availableParallelism() / slots));
    const [limits, scratch] = await Promise.all([findChildLimits(), Scratch.open(config.SCRATCH_DIR)]);
    if (limits.prlimit === null) logger.warn('no prlimit on this machine: the memory of jobs is only watched');
    await Promise.all([warmUp(childScript, childEnvironment(scratch.name(), threads, compileCache)), this.store.check()]);

    const queues = queuesWithin(ledger.budgetBytes);
    const metricsRegistry = createMetrics('data-worker');
    const metrics = new WorkerMetrics(metricsRegistry, ledger);
    const leases = new LeaseMetrics(metricsRegistry);
    const maintenance = new Maintenance({
      jobs: this.jobs,
      outbox: new OutboxStore(this.database),
      hosts: this.hosts,
      garbage: new GarbageStore(this.database),
      publisher: this.publisher,
      store: this.store,
      logger,
      sweepSeconds: config.SWEEP_SECONDS,
      maxStarts: config.JOB_MAX_STARTS,
      onExpired: (expired) => leases.noteExpired(expired),
    });
    const consumer = new DoorbellConsumer({ url: config.REDIS_URL, prefix: config.QUEUE_PREFIX, queues, onBell: () => host.nudge() });
    const { limitBytes } = thisMachine();
    const pressure = new HostPressure(
      () => readMachineMemory(limitBytes),
      () => host.hosted,
      (share) => logger.error({ share }, 'the machine is nearly out of memory: ended the job nearest to its need, or furthest over it'),
    );
    const holds = new HoldStore(config.REDIS_URL, config.QUEUE_PREFIX, queues);
    const host: WorkerHost = new WorkerHost({
      id: this.id,
      consumer,
      holds,
      policy,
      slots,
      isPressed: () => pressure.isPressed,
      ledger,
      logger,
      start: (bell) => this.begin(bell, { limits, scratch, threads, compileCache, leases }),
      onEnd: (report) => {
        metrics.note(report);
        maintenance.nudge();
      },
    });
    metrics.observe(
      () => host.usedBytes,
      () => pressure.isPressed,
    );
    await consumer.start();
    const watch = startLoop({
      everyMs: lookEveryMs,
      run: () => pressure.look(),
      onError: (error) => logger.debug({ err: error }, 'no look'),
    });
    const beat = startLoop({
      everyMs: beatEveryMs,
      run: () => this.beat(host, pressure),
      onError: (error) => logger.warn({ err: error }, 'no host beat'),
    });
    const status = await startStatusServer({
      host: config.HOST,
      port: config.WORKER_HTTP_PORT,
      metrics: metricsRegistry,
      checks: [
        { name: 'database', critical: true, check: () => this.database.ping() },
        { name: 'storage', critical: true, check: () => this.store.check() },
        { name: 'redis', critical: false, check: () => this.publisher.ping() },
      ],
    });
    this.running = { host, consumer, holds, maintenance, beat, watch, status, scratch };
    logger.info({ host: this.id, budgetBytes: ledger.budgetBytes, slots, queues, port: status.port }, 'data worker is up');
  }

  /** Takes no more jobs, lets those under way end or hands them back, and leaves nothing behind. */
  async stop(): Promise<void> {
    if (!this.running) return;
    const { host, consumer, holds, maintenance, beat, watch, status, scratch } = this.running;
    await host.drain(this.config.WORKER_DRAIN_SECONDS * 1000);
    await Promise.all([beat.stop(), watch.stop(), maintenance.stop(), consumer.close(), status.close(), scratch.close()]);
    holds.close();
    await this.hosts.leave(this.id).catch(() => undefined);
    await Promise.all([this.publisher.close(), this.database.close()]);
  }

  private beat(host: WorkerHost, { isPressed }: HostPressure): Promise<void> {
    const { ledger, slots } = this;
    const { budgetBytes, reservedBytes, jobs } = ledger;
    return this.hosts.beat({ id: this.id, role: 'data', budgetBytes, reservedBytes, usedBytes: host.usedBytes, jobs, slots, isPressed });
  }

  /** Forks before the job is claimed: the child boots while MySQL answers. */
  private begin(
    bell: Doorbell,
    machine: {
      readonly limits: ChildLimits;
      readonly scratch: Scratch;
      readonly threads: number;
      readonly compileCache: string;
      readonly leases: LeaseMetrics;
    },
  ): HostedAttempt {
    const { config } = this;
    const folder = machine.scratch.name();
    const child = new JobChild({
      script: childScript,
      limits: machine.limits,
      memoryBytes: bell.needBytes,
      timeoutMs: config.JOB_TIMEOUT_SECONDS * 1000,
      niceness: bell.needBytes > this.policy.smallBytes ? largeNiceness : 0,
      env: childEnvironment(folder, machine.threads, machine.compileCache),
    });
    const attempt = new JobAttempt(this.attemptTools(machine.threads, machine.leases), bell, child, folder);
    const run = async () => {
      try {
        return await attempt.run();
      } finally {
        child.kill('fence');
        void child.exited.then(() => rm(folder, { recursive: true, force: true })).catch(() => undefined);
      }
    };
    return {
      run,
      drain: () => attempt.drain(),
      released: child.exited,
      usedBytes: () => child.usedBytes,
      endForMemory: () => child.kill('memory'),
    };
  }

  private attemptTools(threads: number, leases: LeaseMetrics): AttemptTools {
    const { config, jobs } = this;
    const settings = {
      owner: this.id,
      leaseSeconds: config.LEASE_SECONDS,
      threads,
      spillBytes: config.SPILL_MAX_BYTES,
      maxFailures: config.JOB_MAX_ATTEMPTS,
      maxStarts: config.JOB_MAX_STARTS,
      budgetBytes: Math.max(this.ledger.budgetBytes, config.WORKER_LARGEST_BUDGET),
      patienceMs,
    };
    return {
      jobs: {
        claim: (...args) => jobs.claim(...args),
        heartbeat: (...args) => leases.count(() => jobs.heartbeat(...args)),
        complete: (...args) => jobs.complete(...args),
        fail: (...args) => jobs.fail(...args),
        release: (...args) => jobs.release(...args),
      },
      datasets: new DatasetStore(this.database),
      history: new MetricStore(this.database),
      changeDecisions: new ChangeDecisionStore(this.database),
      pairDecisions: new PairDecisionStore(this.database),
      hosts: this.hosts,
      store: this.store,
      logger: this.logger,
      settings,
    };
  }
}
