import type { AdmissionAction, Hold, WaitingJob } from '@millrace/jobs';
import { frontLength, type JobRow } from './world.mts';

/** A message says what its job needed when it was published; the job may have moved on since. */
interface Doorbell {
  readonly job: JobRow;
  readonly needBytes: number;
}

/** What Redis knows: the class queues and the holds. It can be lost whole. */
export class Doorbells {
  readonly queues = new Map<string, Doorbell[]>();
  readonly holds = new Map<string, Hold>();
  /** What every host reads, until the queues change. */
  private read: Map<string, WaitingJob[]> | null = null;

  publish(job: JobRow, nowMs: number): void {
    const queue = this.queues.get(job.queue) ?? [];
    this.queues.set(job.queue, queue);
    queue.push({ job, needBytes: job.needBytes });
    this.noteHeads(nowMs);
  }

  fronts(): ReadonlyMap<string, readonly WaitingJob[]> {
    const front = (queue: readonly Doorbell[]) =>
      queue.slice(0, frontLength).map(({ job: { jobId, expectedMs, sinceMs }, needBytes }) => ({ jobId, needBytes, expectedMs, sinceMs }));
    this.read ??= new Map([...this.queues].map(([name, queue]) => [name, front(queue)]));
    return this.read;
  }

  /** The job, if its doorbell is there still and fits. A doorbell that its job has left behind is dropped. */
  take(name: string, jobId: string, fits: (needBytes: number) => boolean, nowMs: number): JobRow | null {
    const queue = this.queues.get(name) ?? [];
    const at = queue.findIndex(({ job }) => job.jobId === jobId);
    const bell = queue[at];
    if (!bell || !fits(bell.needBytes)) return null;
    queue.splice(at, 1);
    this.noteHeads(nowMs);
    return bell.job.state === 'queued' && bell.job.needBytes === bell.needBytes ? bell.job : null;
  }

  /** Takes, renews or gives up a hold; nothing happens where another host has it. */
  keep({ kind, hold }: Exclude<AdmissionAction, { kind: 'start' }>, nowMs: number): void {
    const current = this.holds.get(hold.queue);
    if (current !== undefined && current.untilMs > nowMs && current.hostId !== hold.hostId) return;
    if (kind === 'hold') this.holds.set(hold.queue, hold);
    else this.holds.delete(hold.queue);
  }

  flush(): void {
    for (const queue of this.queues.values()) for (const { job } of queue) job.headSinceMs = null;
    this.queues.clear();
    this.holds.clear();
    this.read = null;
  }

  private noteHeads(nowMs: number): void {
    this.read = null;
    for (const [head] of this.queues.values()) if (head?.job.state === 'queued') head.job.headSinceMs ??= nowMs;
  }
}
