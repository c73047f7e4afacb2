import { Fault, type QueueName } from '@millrace/contracts';
import type { Ledger } from '@millrace/jobs';
import { newId, startLoop, type Logger, type Loop } from '@millrace/platform';
import type { DoorbellConsumer, TakenDoorbell } from '@millrace/queue';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AttemptReport } from '../attempt/job-attempt';

/** One attempt as the host sees it. */
export interface HostedAttempt {
  run(): Promise<AttemptReport>;
  drain(): void;
  /** Resolves when nothing of the attempt's process is left: only then is its memory free. */
  readonly released: Promise<void>;
}

export interface WorkerHostOptions {
  readonly consumer: Pick<DoorbellConsumer, 'take'>;
  readonly queues: readonly QueueName[];
  readonly ledger: Ledger;
  readonly logger: Logger;
  readonly start: (bell: TakenDoorbell['doorbell']) => HostedAttempt;
  /** Called after every attempt, with what became of it. */
  readonly onEnd: (report: AttemptReport) => void;
  readonly everyMs?: number;
}

const pauseAfterOutageMs = 1000;
const stopMs = 2000;

/** Takes from the class queues what fits its ledger, and nothing else. */
export class WorkerHost {
  private readonly attempts = new Map<HostedAttempt, Promise<void>>();
  private readonly loop: Loop;
  private stopped = false;
  private pausedUntil = 0;

  constructor(private readonly options: WorkerHostOptions) {
    this.loop = startLoop({
      everyMs: options.everyMs ?? 1000,
      run: () => this.pull(),
      onError: (error) => options.logger.debug({ err: error }, 'no doorbell could be taken'),
    });
  }

  /** There may be something to take. */
  nudge(): void {
    this.loop.nudge();
  }

  /** Takes nothing more; gives the attempts `graceMs` to end and then has them handed back. Resolves when all have ended. */
  async drain(graceMs: number): Promise<void> {
    this.stopped = true;
    // A take that waits for Redis to come back must not hold up the rest.
    await Promise.race([this.loop.stop(), sleep(stopMs, undefined, { ref: false })]);
    const ended = Promise.all(this.attempts.values());
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, graceMs)));
    await Promise.race([ended, late]);
    clearTimeout(timer);
    for (const attempt of this.attempts.keys()) attempt.drain();
    await ended;
  }

  /** First fit: goes over the queues, largest class first, until none of them has a head that fits. */
  private async pull(): Promise<void> {
    const { consumer, queues, ledger } = this.options;
    for (let took = true; took;) {
      took = false;
      for (const queue of queues) {
        if (this.stopped || performance.now() < this.pausedUntil) return;
        const taken = await consumer.take(queue, (needBytes) => ledger.fits(needBytes));
        if (taken === null) continue;
        took = true;
        this.begin(taken);
      }
    }
  }

  private begin(taken: TakenDoorbell): void {
    const { ledger } = this.options;
    const id = newId();
    ledger.reserve(id, taken.doorbell.needBytes);
    const attempt = this.options.start(taken.doorbell);
    void attempt.released.then(() => {
      ledger.release(id);
      this.nudge();
    });
    const ended = this.follow(attempt, taken).then(() => {
      this.attempts.delete(attempt);
    });
    this.attempts.set(attempt, ended);
  }

  private async follow(attempt: HostedAttempt, taken: TakenDoorbell): Promise<void> {
    try {
      const report = await attempt.run();
      await taken.acknowledge();
      this.options.onEnd(report);
    } catch (error) {
      // Without the database nothing can be claimed: leave the doorbell to whoever comes first once it is back.
      this.pausedUntil = performance.now() + pauseAfterOutageMs;
      this.options.logger.warn({ err: error, code: Fault.wrap(error).code }, 'no job could be claimed');
      await taken.putBack();
    }
    await attempt.released;
  }
}
