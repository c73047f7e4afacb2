import { memoryClasses, memoryClassOf, type Capacity } from '@millrace/contracts';
import type { CapacityStore, ClassLoad, Host } from '@millrace/database';
import { expectedWaitMs, scaleAdvice, type QueuedWork } from '@millrace/jobs';

const mean = (sum: number, count: number): number => (count === 0 ? 0 : sum / count);

/** The least need that a job of a class can have, in bytes. */
const leastNeed = (queue: string): number => {
  const at = memoryClasses.findIndex(({ name }) => queue === `data-${name}`);
  return (memoryClasses[at - 1]?.maxBytes ?? 0) + 1;
};

/** Everything that is ready or runs and that a live host can hold: it all wants the same hosts. What waits for a larger one is in nobody's way. */
export const workOf = (loads: readonly ClassLoad[], hosts: readonly Pick<Host, 'budgetBytes'>[]): QueuedWork => {
  const largest = Math.max(0, ...hosts.map(({ budgetBytes }) => budgetBytes));
  const able = loads.filter(({ queue }) => leastNeed(queue) <= largest);
  return {
    jobs: able.reduce((sum, { ready }) => sum + ready, 0),
    workMs: able.reduce((sum, { readyMs, runningMs }) => sum + readyMs + runningMs, 0),
    byteMs: able.reduce(
      (sum, load) => sum + load.readyMs * mean(load.readyBytes, load.ready) + load.runningMs * mean(load.runningBytes, load.running),
      0,
    ),
  };
};

/** The loads without one of the jobs that are ready in a class: no job is ahead of itself. */
export const withoutOne = (loads: readonly ClassLoad[], queue: string): ClassLoad[] =>
  loads.map((load) => {
    if (load.queue !== queue || load.ready === 0) return load;
    const left = (load.ready - 1) / load.ready;
    return { ...load, ready: load.ready - 1, readyBytes: load.readyBytes * left, readyMs: load.readyMs * left };
  });

const sumOf = (hosts: readonly Host[]) => {
  const sum = (of: (host: Host) => number) => hosts.reduce((total, host) => total + of(host), 0);
  return {
    hosts: hosts.length,
    budgetBytes: sum(({ budgetBytes }) => budgetBytes),
    reservedBytes: sum(({ reservedBytes }) => reservedBytes),
    usedBytes: sum(({ usedBytes }) => usedBytes),
    slots: sum(({ slots }) => slots),
  };
};

/** The state of the workers and their queues at this moment. */
export const readCapacity = async (store: CapacityStore): Promise<Capacity> => {
  const [hosts, loads] = await Promise.all([store.hosts(), store.classes()]);
  return capacityOf(hosts, loads);
};

/** What operators see of some hosts and of what is asked of them. */
export const capacityOf = (hosts: readonly Host[], loads: readonly ClassLoad[]): Capacity => {
  const work = workOf(loads, hosts);
  const classes = loads.map(({ queue, ready, readyBytes, running, oldestSeconds }) => {
    const needBytes = leastNeed(queue);
    const waitMs = ready === 0 && running === 0 ? 0 : expectedWaitMs(needBytes, work, hosts);
    return {
      queue,
      ready,
      readyBytes,
      running,
      oldestSeconds,
      hosts: hosts.filter(({ budgetBytes }) => budgetBytes >= needBytes).length,
      expectedWaitSeconds: waitMs === null ? null : Math.round(waitMs / 1000),
    };
  });
  const total = sumOf(hosts);
  const tiers = [...Map.groupBy(hosts, ({ budgetBytes }) => memoryClassOf(budgetBytes))].map(([tier, of]) => ({ tier, ...sumOf(of) }));
  return {
    total: { ...total, jobs: hosts.reduce((sum, { jobs }) => sum + jobs, 0) },
    tiers,
    hosts: hosts.map(({ id, budgetBytes, reservedBytes, usedBytes, slots, jobs, isPressed }) => ({
      id,
      budgetBytes,
      reservedBytes,
      usedBytes,
      slots,
      jobs,
      isPressed,
    })),
    classes,
    advice: scaleAdvice(classes, total.hosts, total.budgetBytes === 0 ? 0 : total.reservedBytes / total.budgetBytes),
  };
};
