/** A job as a queue has to know it. */
export interface Doorbellable {
  readonly id: string;
  readonly queue: string;
  readonly needBytes: number;
  readonly requestId: string;
  readonly attempt: number;
}

export interface RelayPorts {
  /** Hands pending jobs over and marks them queued, or marks none when `publish` throws. Answers how many. */
  readonly publishPending: (limit: number, publish: (jobs: readonly Doorbellable[]) => Promise<void>) => Promise<number>;
  readonly publish: (jobs: readonly Doorbellable[]) => Promise<void>;
}

const batch = 200;

/** Publishes all pending jobs. Answers how many. Safe in any number of processes at once. */
export const relayOnce = async ({ publishPending, publish }: RelayPorts): Promise<number> => {
  let published = 0;
  for (;;) {
    const count = await publishPending(batch, publish);
    published += count;
    if (count < batch) return published;
  }
};
