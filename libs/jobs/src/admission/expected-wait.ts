/** What a host offers, as far as waiting goes. */
export interface OfferedHost {
  readonly budgetBytes: number;
  readonly slots: number;
}

export interface QueuedWork {
  /** Jobs before it that want the same hosts. */
  readonly jobs: number;
  /** How long they and what runs are expected to take, one after the other, in milliseconds. */
  readonly workMs: number;
  /** Their needs, each for as long as it runs, in byte milliseconds. */
  readonly byteMs: number;
}

/**
 * How long a job is expected to wait, in milliseconds: what is before it, spread over the slots and the bytes of the hosts that it fits,
 * whichever is scarcer. Null where no live host is large enough. A guess: it says nothing of the order in which jobs fit.
 */
export const expectedWaitMs = (needBytes: number, before: QueuedWork, hosts: readonly OfferedHost[]): number | null => {
  const able = hosts.filter(({ budgetBytes }) => budgetBytes >= needBytes);
  if (able.length === 0) return null;
  const slots = able.reduce((sum, host) => sum + host.slots, 0);
  const bytes = able.reduce((sum, { budgetBytes }) => sum + budgetBytes, 0);
  return Math.max(before.workMs / Math.max(1, slots), before.byteMs / bytes);
};

const gibibyte = 1024 ** 3;

/** Bytes as people say them: `6.1 GB` (of 1024³). */
export const sayBytes = (bytes: number): string =>
  bytes >= gibibyte ? `${Number((bytes / gibibyte).toFixed(1))} GB` : `${Math.max(1, Math.round(bytes / 1024 ** 2))} MB`;

const saySeconds = (milliseconds: number): string => {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
};

/** Why a job waits: `needs 6.1 GB; 2 jobs ahead; about 40 s`. */
export const waitingReason = (needBytes: number, before: QueuedWork, hosts: readonly OfferedHost[]): string => {
  const wait = expectedWaitMs(needBytes, before, hosts);
  const ahead = before.jobs === 0 ? 'next in its queue' : `${before.jobs} ${before.jobs === 1 ? 'job' : 'jobs'} ahead`;
  const largest = Math.max(0, ...hosts.map(({ budgetBytes }) => budgetBytes));
  const last =
    wait !== null
      ? `about ${saySeconds(wait)}`
      : hosts.length === 0
        ? 'no worker is up'
        : `the largest worker offers ${sayBytes(largest)}: waiting for a larger one`;
  return `needs ${sayBytes(needBytes)}; ${ahead}; ${last}`;
};
