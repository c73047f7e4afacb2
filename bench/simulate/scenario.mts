import { Random } from './random.mts';

const MEBIBYTE = 1024 * 1024;

export interface SimulatedJob {
  readonly id: string;
  readonly tenantId: string;
  readonly arrivesMs: number;
  readonly priority: number;
  /** What it takes in truth, in bytes and milliseconds. */
  readonly peakBytes: number;
  readonly runsMs: number;
  /** What is thought of it beforehand. */
  readonly estimatedBytes: number;
  readonly expectedMs: number;
  /** The share of its run after which it is at its peak: there it ends if its reservation is too small. */
  readonly peaksAt: number;
}

export interface SimulatedHost {
  readonly id: string;
  readonly budgetBytes: number;
  readonly slots: number;
  /** Disjoint, in order. */
  readonly outages: readonly { readonly fromMs: number; readonly untilMs: number }[];
}

export interface Scenario {
  readonly seed: number;
  readonly kind: 'mixed' | 'starver' | 'eighth' | 'eightfold';
  readonly jobs: readonly SimulatedJob[];
  readonly hosts: readonly SimulatedHost[];
  /** When Redis forgets all. */
  readonly flushesMs: readonly number[];
}

/** A process of a job takes no less, whatever its table. */
const leastBytes = 256 * MEBIBYTE;

/** No job runs longer: T of the bound. */
export const longestRunMs = 120_000;

const outagesOf = (random: Random, spanMs: number, count: number): SimulatedHost['outages'] => {
  let fromMs = 0;
  return Array.from({ length: count }, () => {
    fromMs += random.between(20_000, spanMs);
    const outage = { fromMs, untilMs: fromMs + random.between(2000, 60_000) };
    fromMs = outage.untilMs;
    return outage;
  });
};

const kindOf = (random: Random): Scenario['kind'] => {
  const dice = random.next();
  return dice < 0.7 ? 'mixed' : dice < 0.8 ? 'starver' : dice < 0.9 ? 'eighth' : 'eightfold';
};

/** Machines, loads and mishaps of one seed. A starver is a stream of small jobs without a pause, with a few that need a whole machine. */
export const scenarioOf = (seed: number): Scenario => {
  const random = new Random(seed * 2654435761 + 1);
  const kind = kindOf(random);
  const isStarver = kind === 'starver';
  const hosts = Array.from({ length: isStarver ? 1 : random.whole(1, 5) }, (_, at): SimulatedHost => {
    const budgetBytes = Math.round(random.pick([2, 4, 8, 16]) * 1024 * MEBIBYTE * random.between(0.75, 1));
    return {
      id: `h${at}`,
      budgetBytes,
      slots: random.whole(2, 8),
      outages: isStarver ? [] : outagesOf(random, 400_000, random.whole(0, 2)),
    };
  });
  const largest = Math.max(...hosts.map(({ budgetBytes }) => budgetBytes));
  const slots = hosts.reduce((sum, host) => sum + host.slots, 0);
  const count = isStarver ? 600 : Math.min(300, Math.round(slots * random.between(8, 24)));
  const medianBytes = random.between(0.03, 0.3) * largest;
  const medianMs = random.between(4000, 15_000);
  const tenants = random.whole(1, 4);
  // Over 1, work comes faster than it can be done and a queue builds up.
  const pressure = random.between(0.6, 3);
  const gapMs = isStarver ? 4000 / slots : (medianMs * 1.5) / (slots * pressure);
  const factor = kind === 'eighth' ? 1 / 8 : kind === 'eightfold' ? 8 : 1;
  let arrivesMs = 0;
  const jobs = Array.from({ length: count }, (_, at): SimulatedJob => {
    arrivesMs += -Math.log(1 - random.next()) * gapMs;
    const isHuge = isStarver && at > 10 && at % 100 === 11;
    const wanted = isStarver ? largest * (isHuge ? 0.95 : random.between(0.05, 0.1)) : random.around(medianBytes, 1);
    const peakBytes = Math.round(Math.max(leastBytes, Math.min(wanted, largest * (random.chance(0.002) ? 1.2 : 0.97))));
    const runsMs = Math.min(longestRunMs, Math.max(300, isStarver ? random.around(8000, 0.4) : random.around(medianMs, 0.8)));
    return {
      id: `j${at}`,
      tenantId: `t${random.whole(1, tenants)}`,
      arrivesMs,
      priority: random.chance(0.1) ? 1 : 0,
      peakBytes,
      runsMs,
      estimatedBytes: Math.round(peakBytes * factor * random.around(1.3, 0.12)),
      expectedMs: runsMs * random.around(1, 0.5),
      peaksAt: random.between(0.3, 1),
    };
  });
  const flushesMs = Array.from({ length: random.chance(0.3) ? random.whole(1, 2) : 0 }, () => random.between(0, arrivesMs));
  return { seed, kind, jobs, hosts, flushesMs };
};
