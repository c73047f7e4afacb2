import * as jobs from '@millrace/jobs';
import { oracleMakespanMs, reservedBytes, trueBytes } from './oracle.mjs';
import { scenarioOf, type Scenario } from './scenario.mjs';
import { runSeed } from './seeds.mjs';
import { Simulation } from './simulation.mjs';
import type { Core } from './world.mjs';

// Thousands of decisions each.
jest.setTimeout(120_000);

const core: Core = jobs;
const seeds = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
const starvers = seeds(60)
  .map(scenarioOf)
  .filter(({ kind }) => kind === 'starver')
  .slice(0, 3);
const broken = (mutant: Core, scenarios: readonly Scenario[]) =>
  scenarios.flatMap((scenario) => new Simulation(mutant, scenario).run().violations).join('\n');

test('the core holds every invariant, and most of the throughput of one that knows all', () => {
  const results = seeds(12).map((seed) => runSeed(core, seed));
  expect(results.flatMap(({ violations }) => violations)).toEqual([]);
  const usual = results.filter(({ kind }) => kind === 'mixed' || kind === 'starver').map(({ againstOracle }) => againstOracle);
  // Few seeds vary; ten thousand are held against 0.9.
  expect(usual.reduce((sum, ratio) => sum + ratio, 0) / usual.length).toBeGreaterThan(0.85);
});

test('the same seed gives the same run', () => {
  expect(runSeed(core, 7)).toEqual(runSeed(core, 7));
});

test('the oracle is a schedule that could be: no shorter than its bytes, its slots or its longest job allow', () => {
  for (const scenario of seeds(20).map(scenarioOf)) {
    const { hosts } = scenario;
    const largest = Math.max(...hosts.map(({ budgetBytes }) => budgetBytes));
    const able = scenario.jobs.filter(({ peakBytes }) => peakBytes <= largest);
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    const least = Math.max(
      ...able.map(({ arrivesMs, runsMs }) => arrivesMs + runsMs),
      sum(able.map(({ runsMs }) => runsMs)) / sum(hosts.map(({ slots }) => slots)),
      sum(able.map(({ runsMs, peakBytes }) => runsMs * peakBytes)) / sum(hosts.map(({ budgetBytes }) => budgetBytes)),
    );
    expect(oracleMakespanMs(scenario, trueBytes)).toBeGreaterThanOrEqual(least - 1e-6);
    expect(Number.isFinite(oracleMakespanMs(scenario, reservedBytes))).toBe(true);
  }
});

describe('a core that is wrong is found out:', () => {
  const isHold = (action: jobs.AdmissionAction | null) => action?.kind === 'hold';

  test('one that forgets holds starves what is large', () => {
    const forgets: Core = {
      ...core,
      nextAction: (view, policy, nowMs) => {
        const action = core.nextAction({ ...view, holds: [] }, policy, nowMs);
        // Without a hold it goes on with what fits, as if nothing had aged.
        return isHold(action) ? core.nextAction({ ...view, holds: [] }, { ...policy, agedMs: Number.POSITIVE_INFINITY }, nowMs) : action;
      },
    };
    expect(broken(core, starvers)).toBe('');
    expect(broken(forgets, starvers)).toContain('was head of');
  });

  test('one that lets others run ahead of a hold without end', () => {
    const careless: Core = {
      ...core,
      nextAction: (view, policy, nowMs) => {
        const action = core.nextAction(view, policy, nowMs);
        return action?.kind === 'start' ? action : (core.nextAction({ ...view, holds: [] }, { ...policy, agedMs: 1e12 }, nowMs) ?? action);
      },
    };
    expect(broken(careless, starvers)).toContain('was head of');
  });

  test('one whose ledger gives more than it has', () => {
    class Generous extends jobs.Ledger {
      override fits(): boolean {
        return true;
      }
    }
    const blind: Core = {
      ...core,
      Ledger: Generous,
      nextAction: (view, policy, nowMs) => core.nextAction({ ...view, running: [] }, policy, nowMs),
    };
    expect(broken(blind, seeds(3).map(scenarioOf))).toMatch(/has promised .* bytes|jobs in \d+ slots/);
  });

  test('one that gives up what ran out of memory', () => {
    const harsh: Core = { ...core, decideRetry: () => ({ then: 'fail' }) };
    const eighths = seeds(20)
      .map(scenarioOf)
      .filter(({ kind }) => kind === 'eighth');
    expect(broken(harsh, eighths)).toContain('ended failed');
  });

  test('one that never publishes the jobs of a tenant', () => {
    const unfair: Core = {
      ...core,
      fairPublish: (view, policy, nowMs) =>
        core.fairPublish({ ...view, pending: view.pending.filter(({ tenantId }) => tenantId !== 't1') }, policy, nowMs),
    };
    expect(broken(unfair, [scenarioOf(1)])).toContain('ended pending');
  });
});
