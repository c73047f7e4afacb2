// Runs the scheduler's core against random arrivals, sizes, machines, crashes and wrong estimates, and an oracle that knows all:
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { finish, quantile, type Figure } from '../support/figures.mts';
import { runSeed, type SeedResult } from './seeds.mts';
import type { Core } from './world.mts';
import { scriptFlags } from '../../tools/script-flags.mts';

const spec = {
  command: 'npm run simulate',
  about: "Runs the scheduler's core against random arrivals, sizes, machines, crashes and wrong estimates, and an oracle that knows all.",
  goals: ['no seed breaks an invariant', 'longest wait ÷ its bound ≤ 1', 'throughput ÷ oracle, mean ≥ 0.9', 'most raises of a need ≤ 4'],
  flags: {
    seeds: { kind: 'number', default: '10000', about: 'how many' },
    from: { kind: 'number', default: '1', about: 'the first' },
  },
} as const;

interface Share {
  readonly first: number;
  readonly last: number;
  readonly step: number;
}

const runShare = ({ first, last, step }: Share): SeedResult[] => {
  const core = createRequire(import.meta.url)('../../dist/libs/jobs/src/index.js') as Core;
  const results: SeedResult[] = [];
  for (let seed = first; seed <= last; seed += step) results.push(runSeed(core, seed));
  return results;
};

const inThread = (share: Share): Promise<SeedResult[]> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const simulate = async (): Promise<never> => {
  const { values } = scriptFlags(spec);
  const [from, count, threads] = [values.from, values.seeds, availableParallelism()];
  const shares = Array.from({ length: threads }, (_, at) => ({ first: from + at, last: from + count - 1, step: threads }));
  const startedAt = performance.now();
  const results = (await Promise.all(shares.map(inThread))).flat();
  const broken = results.filter(({ violations }) => violations.length > 0).toSorted((a, b) => a.seed - b.seed);
  for (const { seed, kind, violations } of broken.slice(0, 5))
    console.error(`seed ${seed} (${kind}): ${violations.slice(0, 3).join('; ')}`);
  const of = (...kinds: readonly SeedResult['kind'][]) => results.filter(({ kind }) => kinds.includes(kind));
  const [usual, forced] = [of('mixed', 'starver'), of('eighth', 'eightfold')];
  const ratios = usual.map(({ againstOracle }) => againstOracle);
  const most = (list: readonly SeedResult[]) => Math.max(0, ...list.map(({ mostRaises }) => mostRaises));
  const figures: Figure[] = [
    { name: 'seeds', value: results.length },
    { name: 'jobs', value: results.reduce((sum, { jobs }) => sum + jobs, 0) },
    { name: 'seeds that broke an invariant', value: broken.length, goal: { exactly: 0 } },
    { name: 'longest wait ÷ its bound', value: Math.max(...results.map(({ nearestToBound }) => nearestToBound)), goal: { atMost: 1 } },
    { name: 'throughput ÷ oracle, mean', value: mean(ratios), goal: { atLeast: 0.9 } },
    { name: 'throughput ÷ oracle, worst 5 %', value: quantile(ratios, 0.05) },
    { name: 'throughput ÷ oracle that reserves to the byte', value: mean(usual.map(({ againstExactOracle }) => againstExactOracle)) },
    { name: 'the same, estimates forced to 1/8 or 8 times', value: mean(forced.map(({ againstExactOracle }) => againstExactOracle)) },
    { name: 'most raises of a need', value: most(results), goal: { atMost: 4 } },
    { name: 'time', value: (performance.now() - startedAt) / 1000, unit: 's' },
  ];
  return finish(`simulate: seeds ${from} to ${from + count - 1}`, figures, values.json);
};

if (isMainThread) await simulate();
else parentPort?.postMessage(runShare(workerData as Share));
