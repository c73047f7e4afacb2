import { Fault, type QueueName } from '@millrace/contracts';
import {
  nextAction,
  seenFronts,
  type AdmissionAction,
  type AdmissionPolicy,
  type ClassFront,
  type Ledger,
  type RunningJob,
} from '@millrace/jobs';
import { newId, startLoop, type Logger, type Loop } from '@millrace/platform';
import type { DoorbellConsumer, HoldStore, TakenDoorbell } from '@millrace/queue';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AttemptReport } from '../attempt/job-attempt';
import { runningJob, waitingJobs } from './admission-view';
import type { Overdrawn } from './host-pressure';

/** One attempt as the host sees it. */
export interface HostedAttempt {
  run(): Promise<AttemptReport>;
  drain(): void;
  /** Anonymous memory of its process, in bytes. */
  usedBytes(): number;
  /** Ends it as one that ran out of memory. */
  endForMemory(): void;
  /** Resolves when nothing of the attempt's process is left: only then is its memory free. */
  readonly released: Promise<void>;
}

export interface WorkerHostOptions {
  /** Names this host in the holds. */
  readonly id: string;
  readonly consumer: Pick<DoorbellConsumer, 'look' | 'take'>;
  readonly holds: Pick<HoldStore, 'read' | 'keep' | 'release'>;
  readonly ledger: Ledger;
  /** Jobs at once, without those in slots for small ones; the ledger has room for both. */
  readonly slots: number;
  readonly policy: AdmissionPolicy;
  /** The machine is short of memory, whatever the ledger says. */
  readonly isPressed: () => boolean;
  readonly logger: Logger;
  readonly start: (bell: TakenDoorbell['doorbell']) => HostedAttempt;
  /** Called after every attempt, with what became of it. */
  readonly onEnd: (report: AttemptReport) => void;
  readonly everyMs?: number;
}

const pauseAfterOutageMs = 1000;
const stopMs = 2000;
/** How far into a class queue a host looks. */
const frontLength = 8;
/** Takes that others were faster at, before it leaves the queues to them for a while. */
const mostRaces = 5;

/** Takes from the class queues what the scheduler says, and never more than fits its ledger. */
export class WorkerHost {
  private readonly attempts = new Map<HostedAttempt, Promise<void>>();
  private readonly loop: Loop;
  private stopped = false;
  private pausedUntil = 0;
  private fronts: ReadonlyMap<string, ClassFront> = new Map();
  private readonly needs = new Map<HostedAttempt, number>();
  private readonly running = new Map<string, RunningJob>();

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

  /** The jobs whose processes live. */
  get hosted(): Overdrawn[] {
    return [...this.needs].map(([attempt, needBytes]) => ({
      needBytes,
      usedBytes: () => attempt.usedBytes(),
      end: () => attempt.endForMemory(),
      handBack: () => attempt.drain(),
    }));
  }

  /** Anonymous memory of all job processes. */
  get usedBytes(): number {
    return this.hosted.reduce((sum, job) => sum + job.usedBytes(), 0);
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

  /** Looks, asks what to do and does it, until there is nothing to do. */
  private async pull(): Promise<void> {
    for (let races = 0; races < mostRaces && !this.stopped && performance.now() >= this.pausedUntil;) {
      const action = await this.look();
      if (action === null) return;
      if (!(await this.act(action))) races += 1;
    }
  }

  private async look(): Promise<AdmissionAction | null> {
    const { id: hostId, consumer, holds, ledger, slots, policy, isPressed } = this.options;
    const [waiting, held] = await Promise.all([consumer.look(frontLength), holds.read(performance.now())]);
    const nowMs = performance.now();
    this.fronts = seenFronts(this.fronts, waitingJobs(waiting), nowMs);
    const { budgetBytes } = ledger;
    const running = [...this.running.values()];
    return nextAction({ hostId, budgetBytes, slots, running, fronts: this.fronts, holds: held, isPressed: isPressed() }, policy, nowMs);
  }

  /** False where another host was faster. */
  private async act(action: AdmissionAction): Promise<boolean> {
    const { consumer, holds, ledger, logger } = this.options;
    if (action.kind === 'hold') return holds.keep(action.hold, performance.now());
    if (action.kind === 'release') {
      await holds.release(action.hold);
      return true;
    }
    const taken = await consumer.take(action.queue as QueueName, (needBytes) => ledger.fits(needBytes), action.jobId);
    if (taken === null) return false;
    if (this.stopped) await taken.putBack();
    else this.begin(taken);
    logger.debug({ queue: action.queue, jobId: taken.doorbell.jobId }, 'took a job');
    return true;
  }

  private begin(taken: TakenDoorbell): void {
    const { ledger } = this.options;
    const id = newId();
    ledger.reserve(id, taken.doorbell.needBytes);
    this.running.set(id, runningJob(taken.doorbell, performance.now()));
    const attempt = this.options.start(taken.doorbell);
    this.needs.set(attempt, taken.doorbell.needBytes);
    void attempt.released.then(() => {
      this.needs.delete(attempt);
      ledger.release(id);
      this.running.delete(id);
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
