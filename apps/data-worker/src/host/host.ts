import { memoryClasses, type QueueName } from '@millrace/contracts';
import type { ClaimedJob, JobStore } from '@millrace/database';
import { Ledger } from '@millrace/jobs';
import { startLoop, withLogContext, type Config, type Logger, type Loop } from '@millrace/platform';
import { DoorbellConsumer, type TakenDoorbell } from '@millrace/queue';
import { JobRun, type RunnerParts } from './run-job';

export interface HostParts extends Omit<RunnerParts, 'threads' | 'budgetBytes'> {
  readonly id: string;
  readonly config: Config;
  readonly logger: Logger;
  readonly jobs: JobStore;
  readonly budgetBytes: number;
  readonly slots: number;
  readonly cores: number;
}

const pollMs = 500;

/** The classes whose smallest job fits the budget, the largest first: a big job gets its chance whenever there is room for it. */
const queuesWithin = (budgetBytes: number): QueueName[] =>
  memoryClasses
    .filter((_, at) => at === 0 || (memoryClasses[at - 1]?.maxBytes ?? 0) < budgetBytes)
    .map(({ name }): QueueName => `data-${name}`)
    .reverse();

/** Pulls what fits its ledger, runs each job in a child of its own, and hands back what it cannot finish when it is told to go. */
export class Host {
  readonly ledger: Ledger;
  private readonly queues: QueueName[];
  private readonly consumer: DoorbellConsumer;
  private readonly loop: Loop;
  private readonly running = new Map<string, { readonly run: JobRun; readonly ended: Promise<void> }>();
  private draining = false;

  constructor(private readonly parts: HostParts) {
    this.ledger = new Ledger(parts.budgetBytes, parts.slots);
    this.queues = queuesWithin(parts.budgetBytes);
    const onBell = () => {
      this.loop.nudge();
    };
    this.consumer = new DoorbellConsumer({ url: parts.config.REDIS_URL, prefix: parts.config.QUEUE_PREFIX, queues: this.queues, onBell });
    this.loop = startLoop({
      everyMs: pollMs,
      run: () => this.pull(),
      onError: (error) => {
        parts.logger.warn({ err: error }, 'pulling failed');
      },
    });
  }

  async start(): Promise<void> {
    await this.consumer.start();
  }

  /** Takes no more; lets jobs finish for `graceMs`, then ends them and hands them back. */
  async drain(graceMs: number): Promise<void> {
    this.draining = true;
    await this.loop.stop();
    const all = Promise.all([...this.running.values()].map(({ ended }) => ended));
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, graceMs))]);
    for (const { run } of this.running.values()) run.stop('drain');
    await all;
    await this.consumer.close();
  }

  private async pull(): Promise<void> {
    let took = true;
    while (took && !this.draining) {
      took = false;
      for (const queue of this.queues) {
        const taken = await this.consumer.take(queue, (needBytes) => this.ledger.fits(Math.min(needBytes, this.parts.budgetBytes)));
        if (taken) {
          took = true;
          await this.admit(taken);
        }
      }
    }
  }

  private async admit(taken: TakenDoorbell): Promise<void> {
    const { jobId, needBytes } = taken.doorbell;
    // Held before the claim, so that two claims under way cannot promise the same bytes.
    if (!this.ledger.reserve(jobId, Math.min(needBytes, this.parts.budgetBytes))) {
      await taken.putBack();
      return;
    }
    let job: ClaimedJob | null = null;
    try {
      job = await this.parts.jobs.claim(jobId, this.parts.id, this.parts.config.LEASE_SECONDS);
      await taken.acknowledge();
    } catch (error) {
      this.parts.logger.warn({ err: error, jobId }, 'claim failed');
      await taken.putBack();
    }
    if (job === null) this.ledger.release(jobId);
    else this.begin(job);
  }

  private begin(job: ClaimedJob): void {
    const needBytes = Math.min(job.needBytes, this.parts.budgetBytes);
    const threads = Math.max(1, Math.floor(this.parts.cores / Math.max(1, this.ledger.jobs)));
    const run = new JobRun({ ...this.parts, threads }, { ...job, needBytes });
    const context = { requestId: job.requestId, jobId: job.id, runId: job.runId, tenantId: job.tenantId, attempt: job.attempt };
    const ended = withLogContext(context, () => run.run()).finally(() => {
      this.running.delete(job.id);
      this.ledger.release(job.id);
      this.loop.nudge();
    });
    this.running.set(job.id, { run, ended });
  }
}
