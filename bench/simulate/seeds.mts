import { oracleMakespanMs, reservedBytes, trueBytes } from './oracle.mts';
import { scenarioOf, type Scenario } from './scenario.mts';
import { Simulation } from './simulation.mts';
import type { Core } from './world.mts';

/** What one seed showed. Ratios of throughput are those of makespans: the same jobs are done. */
export interface SeedResult {
  readonly seed: number;
  readonly kind: Scenario['kind'];
  readonly violations: readonly string[];
  readonly mostRaises: number;
  readonly nearestToBound: number;
  readonly jobs: number;
  /** Throughput ÷ that of an oracle that knows all, with the reservations as they are. */
  readonly againstOracle: number;
  /** The same of an oracle that reserves to the byte: what the estimates cost, too. */
  readonly againstExactOracle: number;
}

export const runSeed = (core: Core, seed: number): SeedResult => {
  const scenario = scenarioOf(seed);
  const { makespanMs, violations, mostRaises, nearestToBound } = new Simulation(core, scenario).run();
  return {
    seed,
    kind: scenario.kind,
    violations,
    mostRaises,
    nearestToBound,
    jobs: scenario.jobs.length,
    againstOracle: oracleMakespanMs(scenario, reservedBytes) / makespanMs,
    againstExactOracle: oracleMakespanMs(scenario, trueBytes) / makespanMs,
  };
};
