// Datasets of all sizes and formats on worker hosts of 1, 2 and 4 GB: Millrace beside the rule "5 × the file" and a plain BullMQ worker.
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { scriptFlags } from '../../tools/script-flags.mts';
import { root } from '../../tools/services/platform-processes.mts';
import { say } from '../../tools/services/processes.mts';
import { arrivals, makeDataset, planMix, type Dataset } from '../admission/mix.mts';
import type { ArmResult, Outcome } from '../admission/outcome.mts';
import { runPlainly } from '../admission/plain-arm.mts';
import { runOnPlatform, type Arm } from '../admission/platform-arm.mts';
import { probeCost } from '../admission/probe-cost.mts';
import { finish, quantile, type Figure } from '../support/figures.mts';
import { defaultGenerator } from '../support/generated-table.mts';

const spec = {
  command: 'npm run bench -- admission',
  about: 'Datasets of all sizes and formats on worker hosts of 1, 2 and 4 GB, beside the rule "5 × the file" and a plain BullMQ worker.',
  goals: [
    '0 kills, 0 samples over a host, all completed in 5 starts at most',
    'first attempts that ran out ≤ 1 in 60, median reserved ÷ used ≤ 1.6',
    'p95 wait of small jobs ≤ 2 × that without large ones, the largest within its bound',
    'with --harm: the same results',
  ],
  flags: {
    datasets: { kind: 'number', default: '60', about: 'how many' },
    'max-mb': { kind: 'number', default: '1500', about: 'text of the largest, in MB' },
    arms: { kind: 'text', default: 'file,plain', about: 'what to compare with: file, plain, none' },
    scale: { kind: 'number', default: '1', about: 'times every estimate: 0.125 and 8 show what wrong ones do' },
    harm: { kind: 'switch', about: 'once more with hosts killed and Redis emptied, and all results compared' },
    spread: { kind: 'number', about: 'seconds over which they come; left out: what keeps the machine 70 % busy' },
    seed: { kind: 'number', default: '1', about: 'of sizes and times' },
    generator: { kind: 'text', default: defaultGenerator, about: 'the program that makes the tables' },
    keep: { kind: 'switch', about: 'leave the tables there' },
  },
} as const;

const hostGigabytes = [1, 2, 4] as const;
/** The share of the machine that the jobs are to keep busy: with more than there is, they pile up under any rule. */
const load = 0.7;
const mebibyte = 1024 * 1024;
/** As in the workers' policy, in seconds. */
const [aged, backfill, hold, classes] = [30, 60, 15, 4] as const;

const seconds = (milliseconds: number): number => milliseconds / 1000;
const p95 = (outcomes: readonly Outcome[]): number =>
  outcomes.length === 0
    ? 0
    : seconds(
        quantile(
          outcomes.map(({ waitMs }) => waitMs),
          0.95,
        ),
      );
const smallOf = ({ outcomes }: ArmResult): Outcome[] => outcomes.filter(({ isSmall }) => isSmall);
const wasted = ({ outcomes }: ArmResult): number =>
  quantile(
    outcomes.flatMap(({ reservedBytes, usedBytes }) => (reservedBytes === null || usedBytes === null ? [] : [reservedBytes / usedBytes])),
    0.5,
  );

const common = (arm: string, result: ArmResult): Figure[] => [
  { name: `${arm}: not completed`, value: result.outcomes.filter(({ isDone }) => !isDone).length },
  { name: `${arm}: kills`, value: result.kills },
  { name: `${arm}: samples over a host's size`, value: result.overcommitted },
  { name: `${arm}: started again`, value: result.outcomes.filter(({ starts }) => starts > 1).length },
  { name: `${arm}: p95 wait of small jobs`, value: p95(smallOf(result)), unit: 's' },
  { name: `${arm}: p95 wait of all jobs`, value: p95(result.outcomes), unit: 's' },
  { name: `${arm}: wait of the largest`, value: seconds(result.outcomes[0]!.waitMs), unit: 's' },
  { name: `${arm}: makespan`, value: seconds(result.makespanMs), unit: 's' },
  { name: `${arm}: peak of all processes`, value: Math.round(result.peakBytes / mebibyte), unit: 'MB' },
];

const withGoal = (figures: readonly Figure[], goals: Readonly<Record<string, Figure['goal']>>): Figure[] =>
  figures.map((figure) => {
    const goal = Object.entries(goals).find(([end]) => figure.name.endsWith(end))?.[1];
    return goal === undefined ? figure : { ...figure, goal };
  });

/** Seconds over which datasets come that keep the machine as busy as it is to be. */
const spreadFor = async (site: Pick<Arm, 'folder' | 'hostGigabytes'>, datasets: readonly Dataset[]): Promise<number> => {
  say('some of them, for what they cost …');
  const { job, megabyte } = await probeCost(site, datasets);
  say(`a job costs ${job.toFixed(1)} s of a processor and ${megabyte.toFixed(3)} s a MB`);
  return datasets.reduce((sum, { megabytes }) => sum + job + megabyte * megabytes, 0) / (availableParallelism() * load);
};

export const run = async (args: readonly string[]): Promise<never> => {
  const { values } = scriptFlags(spec, args);
  const { datasets: count, 'max-mb': most, seed } = values;
  const folder = join(root, '.millrace/bench/admission');
  const planned = planMix(count, most, seed);
  const megabytes = planned.reduce((sum, one) => sum + one.megabytes, 0);
  say(`making ${count} datasets, ${megabytes} MB …`);
  const datasets: Dataset[] = [];
  let next = 0;
  const make = async (): Promise<void> => {
    for (let place = next++; place < count; place = next++)
      datasets[place] = await makeDataset(planned[place]!, values.generator, join(folder, 'datasets'));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, make));
  const env = { ADMISSION_ESTIMATE_SCALE: String(values.scale) };
  const site = { folder: join(folder, 'platform'), hostGigabytes };
  const spreadSeconds = values.spread ?? (await spreadFor(site, datasets));
  const at = arrivals(count, spreadSeconds * 1000, seed);
  const arm = { ...site, datasets, at };

  say(`all datasets over ${Math.round(spreadSeconds)} s …`);
  const ours = await runOnPlatform({ ...arm, env });
  const isSmall = datasets.map((dataset) => dataset.isSmall);
  say('the small ones alone …');
  const alone = await runOnPlatform({
    ...arm,
    env,
    datasets: datasets.filter((_, place) => isSmall[place]),
    at: at.filter((_, place) => isSmall[place]),
  });
  const longest = Math.max(...ours.outcomes.map(({ runMs }) => seconds(runMs)));
  const { outcomes } = ours;
  const figures: Figure[] = [
    { name: 'datasets', value: count },
    { name: 'text', value: megabytes, unit: 'MB' },
    {
      name: 'Millrace: load, processor time spent ÷ there while they came',
      value: ours.busySeconds / (spreadSeconds * availableParallelism()),
    },
    { name: 'files', value: Math.round(datasets.reduce((sum, { fileBytes }) => sum + fileBytes, 0) / 1e6), unit: 'MB' },
    ...withGoal(common('Millrace', ours), {
      'not completed': { exactly: 0 },
      kills: { exactly: 0 },
      "over a host's size": { exactly: 0 },
      'wait of the largest': { atMost: aged + classes * (backfill + longest + 2 * hold) },
    }),
    { name: 'Millrace: kills by the kernel', value: ours.kernelKills, goal: { exactly: 0 } },
    { name: 'Millrace: most starts of a job', value: Math.max(...outcomes.map(({ starts }) => starts)), goal: { atMost: 5 } },
    ...(values.scale === 1
      ? ([
          {
            name: 'Millrace: first attempts that ran out',
            value: outcomes.filter(({ ranOut }) => ranOut).length,
            goal: { atMost: Math.ceil(count / 60) },
          },
          { name: 'Millrace: median reserved ÷ used', value: wasted(ours), goal: { atMost: 1.6 } },
        ] satisfies Figure[])
      : []),
    { name: 'small jobs alone: p95 wait', value: p95(alone.outcomes), unit: 's' },
    {
      name: 'p95 wait of small jobs, with large ÷ alone',
      value: p95(smallOf(ours)) / p95(alone.outcomes),
      // Wrong estimates are there to see that every job ends; what they cost in waiting is shown, not promised.
      ...(values.scale === 1 ? { goal: { atMost: 2 } } : {}),
    },
  ];
  if (values.harm) {
    say('again, with hosts killed and Redis emptied …');
    const harmed = await runOnPlatform({ ...arm, env, isHarmed: true });
    const differing = harmed.outcomes.filter(({ hash }, place) => hash === null || hash !== outcomes[place]!.hash);
    figures.push({ name: 'harmed: hosts killed', value: harmed.harm.kills }, { name: 'harmed: Redis emptied', value: harmed.harm.flushes });
    figures.push(...common('harmed', harmed), { name: 'harmed: other results', value: differing.length, goal: { exactly: 0 } });
  }
  const arms = values.arms.split(',');
  if (arms.includes('file')) {
    say('the rule 5 × the file …');
    const byFile = await runOnPlatform({ ...arm, env: { ADMISSION_BASIS: 'file' } });
    figures.push(...common('5 × file', byFile), { name: '5 × file: median reserved ÷ used', value: wasted(byFile) });
    figures.push({ name: '5 × file: first attempts that ran out', value: byFile.outcomes.filter(({ ranOut }) => ranOut).length });
  }
  if (arms.includes('plain')) {
    say('a plain queue with fixed concurrency …');
    figures.push(...common('plain BullMQ', await runPlainly({ ...arm, folder: join(folder, 'plain') })));
  }
  for (const { name, waitMs, runMs, reservedBytes, usedBytes, starts } of outcomes)
    say(
      `${name}: waited ${seconds(waitMs).toFixed(1)} s, ran ${seconds(runMs).toFixed(1)} s, reserved ${Math.round((reservedBytes ?? 0) / mebibyte)} MB, used ${Math.round((usedBytes ?? 0) / mebibyte)} MB, ${starts} start(s)`,
    );
  for (const failure of ours.failures) say(`an attempt failed: ${failure}`);
  rmSync(values.keep ? join(folder, 'platform') : folder, { recursive: true, force: true });
  return finish(`admission: ${count} datasets up to ${most} MB on hosts of ${hostGigabytes.join(', ')} GB`, figures, values.json);
};
