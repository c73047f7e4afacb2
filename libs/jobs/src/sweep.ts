import type { Doorbellable } from './relay';

export interface SweepPorts {
  readonly recoverExpired: () => Promise<number>;
  readonly queuedBefore: (seconds: number, limit: number) => Promise<Doorbellable[]>;
  /** Which of them the queue still knows, by id. */
  readonly known: (jobs: readonly Doorbellable[]) => Promise<ReadonlySet<string>>;
  readonly unpublish: (ids: readonly string[]) => Promise<void>;
  readonly confirmQueued: (ids: readonly string[]) => Promise<void>;
}

export interface Swept {
  readonly expired: number;
  readonly stranded: number;
}

const batch = 500;

/**
 * Mends what a crash left: takes jobs from owners whose lease ran out, and has jobs that no queue knows (Redis was
 * flushed, or lost a message) published again. Safe in any number of processes at once.
 * @param settledSeconds how long a published job is given to be taken before its queue is asked.
 */
export const sweepOnce = async (ports: SweepPorts, settledSeconds: number): Promise<Swept> => {
  const expired = await ports.recoverExpired();
  const waiting = await ports.queuedBefore(settledSeconds, batch);
  if (waiting.length === 0) return { expired, stranded: 0 };
  const known = await ports.known(waiting);
  const stranded = waiting.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  await ports.unpublish(stranded);
  await ports.confirmQueued([...known]);
  return { expired, stranded: stranded.length };
};
