import type { JobKind } from '@millrace/contracts';
import { outOfCoreWithin } from './inspect/estimate-need';
import { reserving, type Need } from './need';
import type { Doorbellable } from './relay';

export interface SweepPorts {
  readonly recoverExpired: () => Promise<number>;
  /** Of the live workers; null where none is up. */
  readonly largestBudget: () => Promise<number | null>;
  /** Jobs in a queue that no live worker can hold. */
  readonly queuedTooLarge: (limit: number) => Promise<Doorbellable[]>;
  readonly withdraw: (jobs: readonly Doorbellable[]) => Promise<void>;
  /** Jobs of a kind that no live worker can hold and that have waited so long. */
  readonly goOutOfCore: (kind: JobKind, need: Need, waitedSeconds: number) => Promise<number>;
  readonly queuedBefore: (seconds: number, limit: number) => Promise<Doorbellable[]>;
  /** Which of them the queue still knows, by id. */
  readonly known: (jobs: readonly Doorbellable[]) => Promise<ReadonlySet<string>>;
  readonly unpublish: (ids: readonly string[]) => Promise<void>;
  readonly confirmQueued: (ids: readonly string[]) => Promise<void>;
}

export interface Swept {
  readonly expired: number;
  readonly stranded: number;
  /** Taken out of their queues, or made smaller, since no live worker can hold them. */
  readonly tooLarge: number;
}

const batch = 500;
/** A tier of larger workers that is scaled up from nothing takes minutes to come. */
const patienceSeconds = 300;

const sweepTooLarge = async (ports: SweepPorts): Promise<number> => {
  const largest = await ports.largestBudget();
  if (largest === null) return 0;
  const tooLarge = await ports.queuedTooLarge(batch);
  if (tooLarge.length > 0) {
    await ports.withdraw(tooLarge);
    await ports.unpublish(tooLarge.map(({ id }) => id));
  }
  const need = outOfCoreWithin(largest);
  if (need === null) return tooLarge.length;
  const profiles = await ports.goOutOfCore('dataset.profile', need, patienceSeconds);
  // Which steps a cleansing has is not looked at here: it gets all that there is, as those on whole columns want it.
  return tooLarge.length + profiles + (await ports.goOutOfCore('dataset.cleanse', reserving(largest), patienceSeconds));
};

/**
 * Mends what a crash left: takes jobs from owners whose lease ran out, and has jobs that no queue knows (Redis was
 * flushed, or lost a message) published again. What no live worker can hold any more is taken out of its queue, where it would stand before
 * those that one can, and a profile or cleansing that has waited long for a larger one goes out of core. Safe in any number of processes at once.
 * @param settledSeconds how long a published job is given to be taken before its queue is asked.
 */
export const sweepOnce = async (ports: SweepPorts, settledSeconds: number): Promise<Swept> => {
  const expired = await ports.recoverExpired();
  const tooLarge = await sweepTooLarge(ports);
  const waiting = await ports.queuedBefore(settledSeconds, batch);
  if (waiting.length === 0) return { expired, stranded: 0, tooLarge };
  const known = await ports.known(waiting);
  const stranded = waiting.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  await ports.unpublish(stranded);
  await ports.confirmQueued([...known]);
  return { expired, stranded: stranded.length, tooLarge };
};
