import type { Scenario, SimulatedHost, SimulatedJob } from './scenario.mts';
import { Timeline } from './timeline.mts';

interface Machine extends SimulatedHost {
  freeBytes: number;
  freeSlots: number;
}

/** Whose turn it is among those that wait. */
const rules: readonly ((a: SimulatedJob, b: SimulatedJob) => number)[] = [
  (a, b) => a.arrivesMs - b.arrivesMs,
  (a, b) => b.runsMs - a.runsMs,
  (a, b) => b.peakBytes - a.peakBytes,
  (a, b) => b.runsMs * b.peakBytes - a.runsMs * a.peakBytes,
];

const endsBeforeOutage = ({ outages }: SimulatedHost, nowMs: number, runsMs: number): boolean =>
  outages.every(({ fromMs, untilMs }) => untilMs <= nowMs || nowMs + runsMs <= fromMs);

/** Starts what fits anywhere in the queue, by one rule; answers the makespan in milliseconds. */
const schedule = (hosts: readonly SimulatedHost[], able: readonly SimulatedJob[], rule: (typeof rules)[number]): number => {
  const machines = hosts.map((host): Machine => ({ ...host, freeBytes: host.budgetBytes, freeSlots: host.slots }));
  const timeline = new Timeline<{ readonly arrived?: SimulatedJob; readonly ended?: readonly [SimulatedJob, Machine] }>();
  for (const job of able) timeline.plan(job.arrivesMs, { arrived: job });
  for (const { outages } of hosts) for (const { untilMs } of outages) timeline.plan(untilMs, {});
  let waiting: SimulatedJob[] = [];
  let lastEndMs = 0;
  for (let next = timeline.next(); next !== null; next = timeline.next()) {
    const { atMs: nowMs, event } = next;
    if (event.arrived) {
      const { arrived } = event;
      const place = waiting.findIndex((job) => rule(arrived, job) < 0);
      waiting.splice(place < 0 ? waiting.length : place, 0, arrived);
    }
    if (event.ended) {
      const [job, machine] = event.ended;
      machine.freeBytes += job.peakBytes;
      machine.freeSlots += 1;
      lastEndMs = nowMs;
    }
    if (machines.every(({ freeSlots }) => freeSlots === 0)) continue;
    waiting = waiting.filter((job) => {
      const fitting = machines.filter(
        (machine) => machine.freeSlots > 0 && machine.freeBytes >= job.peakBytes && endsBeforeOutage(machine, nowMs, job.runsMs),
      );
      if (fitting.length === 0) return true;
      const best = fitting.reduce((a, b) => (a.freeBytes <= b.freeBytes ? a : b));
      best.freeBytes -= job.peakBytes;
      best.freeSlots -= 1;
      timeline.plan(nowMs + job.runsMs, { ended: [job, best] });
      return false;
    });
  }
  return waiting.length > 0 ? Number.POSITIVE_INFINITY : lastEndMs;
};

/** What a job needs: what it takes in truth, and what it reserves where its estimate is not too small. */
export const trueBytes = ({ peakBytes }: SimulatedJob): number => peakBytes;
export const reservedBytes = ({ peakBytes, estimatedBytes }: SimulatedJob, largestBytes: number): number =>
  Math.max(peakBytes, Math.min(estimatedBytes, largestBytes));

/**
 * One that knows all: each arrival, run time and outage before it comes, and how much each job needs. It never runs out, loses nothing to
 * a crash, may start any job that waits on any host and is fair to nobody. Of four rules (first come, longest, largest, most
 * byte-seconds) it takes the one with the shortest makespan, in milliseconds.
 */
export const oracleMakespanMs = (scenario: Scenario, bytesOf: (job: SimulatedJob, largestBytes: number) => number): number => {
  const largest = Math.max(...scenario.hosts.map(({ budgetBytes }) => budgetBytes));
  const able = scenario.jobs.filter(({ peakBytes }) => peakBytes <= largest).map((job) => ({ ...job, peakBytes: bytesOf(job, largest) }));
  return Math.min(...rules.map((rule) => schedule(scenario.hosts, able, rule)));
};
