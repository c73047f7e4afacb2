import { memoryClasses, memoryClassOf, type Capacity } from '@millrace/contracts';
import type { CapacityStore, ClassLoad, Host } from '@millrace/database';
import { expectedWaitMs, scaleAdvice, type QueuedWork } from '@millrace/jobs';

/** Everything that is ready or runs: it all wants the same hosts. */
export const workOf = (loads: readonly ClassLoad[]): QueuedWork => ({
  jobs: loads.reduce((sum, { ready }) => sum + ready, 0),
  workMs: loads.reduce((sum, { readyMs, runningMs }) => sum + readyMs + runningMs, 0),
  byteMs: loads.reduce(
    (sum, load) => sum + load.readyMs * mean(load.readyBytes, load.ready) + load.runningMs * mean(load.runningBytes, load.running),
    0,
  ),
});
const mean = (sum: number, count: number): number => (count === 0 ? 0 : sum / count);

/** The least need that a job of a class can have, in bytes. */
const leastNeed = (queue: string): number => {
  const at = memoryClasses.findIndex(({ name }) => queue === `data-${name}`);
  return (memoryClasses[at - 1]?.maxBytes ?? 0) + 1;
};

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
  const work = workOf(loads);
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
