import type { GarbageStore, HostStore, JobStore, OutboxStore } from '@millrace/database';
import { relayOnce, sweepOnce } from '@millrace/jobs';
import { startLoop, type Logger, type Loop } from '@millrace/platform';
import type { DoorbellPublisher } from '@millrace/queue';
import type { ObjectStore } from '@millrace/storage';

export interface MaintenanceTools {
  readonly jobs: JobStore;
  readonly outbox: OutboxStore;
  readonly hosts: Pick<HostStore, 'largestBudget'>;
  readonly garbage: GarbageStore;
  readonly publisher: DoorbellPublisher;
  readonly store: ObjectStore;
  readonly logger: Logger;
  readonly sweepSeconds: number;
  readonly maxStarts: number;
  /** Told how many leases a sweep has found expired. */
  readonly onExpired: (leases: number) => void;
}

const relayEveryMs = 500;
const garbageBatch = 50;
const purgeBatch = 10;

/** Deletes objects that no row points to any more, and rows of datasets that are deleted. */
const collectGarbage = async ({ garbage, store }: MaintenanceTools): Promise<void> => {
  for (const { id, prefix, keepPrefix } of await garbage.due(garbageBatch)) {
    if (keepPrefix === null) await store.deletePrefix(prefix);
    else for await (const { key } of store.list(prefix)) if (!key.startsWith(keepPrefix)) await store.delete(key);
    await garbage.collected(id);
  }
  await garbage.purgeDeleted(purgeBatch);
};

/** The loops that keep MySQL, Redis and the store in step. They run in every process at once and are safe to. */
export class Maintenance {
  private readonly relay: Loop;
  private readonly others: Loop[];

  constructor(tools: MaintenanceTools) {
    const { jobs, outbox, hosts, publisher, logger, sweepSeconds, maxStarts, onExpired } = tools;
    const loop = (name: string, everyMs: number, run: () => Promise<unknown>) =>
      startLoop({ everyMs, run, onError: (error) => logger.warn({ err: error, loop: name }, 'loop failed; it goes on') });
    this.relay = loop('relay', relayEveryMs, () =>
      relayOnce({
        publishPending: (limit, choose, publish) => outbox.publishPending(limit, choose, publish),
        publish: (waiting) => publisher.publish(waiting),
      }),
    );
    const sweep = async () => {
      const swept = await sweepOnce(
        {
          recoverExpired: () => jobs.recoverExpired(maxStarts),
          largestBudget: () => hosts.largestBudget(),
          queuedTooLarge: (limit) => outbox.queuedTooLarge(limit),
          withdraw: (waiting) => publisher.withdraw(waiting),
          goOutOfCore: (kind, { needBytes, queue }, waitedSeconds) => outbox.goOutOfCore(kind, needBytes, queue, waitedSeconds),
          queuedBefore: (seconds, limit) => outbox.queuedBefore(seconds, limit),
          known: (waiting) => publisher.known(waiting),
          unpublish: (ids) => outbox.unpublish(ids),
          confirmQueued: (ids) => outbox.confirmQueued(ids),
        },
        sweepSeconds,
      );
      onExpired(swept.expired);
      if (swept.expired > 0 || swept.stranded > 0 || swept.tooLarge > 0) logger.info(swept, 'swept');
      this.relay.nudge();
    };
    this.others = [loop('sweeper', sweepSeconds * 1000, sweep), loop('garbage', sweepSeconds * 1000, () => collectGarbage(tools))];
  }

  /** There may be a job to publish. */
  nudge(): void {
    this.relay.nudge();
  }

  async stop(): Promise<void> {
    await Promise.all([this.relay, ...this.others].map((loop) => loop.stop()));
  }
}
