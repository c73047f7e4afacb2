import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Jobs from '@millrace/jobs';
import type { readOptionsSchema as Schema } from '@millrace/contracts';
import type * as Environments from '../../apps/data-worker/src/process/child-environment.ts';
import type * as Limits from '../../apps/data-worker/src/process/child-limits.ts';
import type * as Children from '../../apps/data-worker/src/process/job-child.ts';

const load = createRequire(import.meta.url);
const dist = '../../dist';
const { JobChild } = load(`${dist}/apps/data-worker/src/process/job-child.js`) as typeof Children;
const { childEnvironment } = load(`${dist}/apps/data-worker/src/process/child-environment.js`) as typeof Environments;
const { findChildLimits } = load(`${dist}/apps/data-worker/src/process/child-limits.js`) as typeof Limits;
const { classifyExit, decideRetry, needOf } = load(`${dist}/libs/jobs/src/index.js`) as typeof Jobs;

/** How the ingest and profile of one file ended. */
export interface Outcome {
  /** `result`, or the code of the fault. */
  readonly code: string;
  /** `lost`: the parent waited in vain. */
  readonly kind: 'result' | 'input' | 'transient' | 'bug' | 'lost';
  readonly detail: string;
  /** Of the longest attempt. */
  readonly ms: number;
  readonly peakBytes: number;
  /** More than one where a child ran out of its memory and the next was given more. */
  readonly starts: number;
}

export interface Bench {
  readonly folder: string;
  readonly budgetBytes: number;
  readonly timeoutMs: number;
}

const admissionFactor = 5;
const limits = await findChildLimits();
const { readOptionsSchema } = load(`${dist}/libs/contracts/src/index.js`) as { readOptionsSchema: typeof Schema };

/** One try of a profile job over a file, in a child and under the limits that the data-worker would set. */
const attempt = async (
  path: string,
  readOptions: ReturnType<typeof readOptionsSchema.parse>,
  name: string,
  memoryBytes: number,
  bench: Bench,
): Promise<Outcome> => {
  const scratch = join(bench.folder, name);
  const outputDir = join(scratch, 'out');
  mkdirSync(outputDir, { recursive: true });
  const started = performance.now();
  const child = new JobChild({
    script: load.resolve(`${dist}/apps/data-worker/src/child/main.js`),
    limits,
    memoryBytes,
    timeoutMs: bench.timeoutMs,
    env: childEnvironment(scratch, 1, join(bench.folder, 'compile-cache')),
  });
  child.run({
    jobKind: 'dataset.profile',
    parameters: {},
    datasetName: name,
    source: { path, readOptions },
    workingCopy: { path: join(scratch, 'made.parquet'), ingest: null },
    profilePath: null,
    before: null,
    cleansing: null,
    history: null,
    decidedPairs: null,
    decidedChanges: null,
    clustersPath: null,
    outputDir,
    memoryBytes,
    spillBytes: 4e9,
    threads: 1,
  });
  let patience: NodeJS.Timeout | undefined;
  const inVain = new Promise<null>((resolve) => {
    patience = setTimeout(() => resolve(null), bench.timeoutMs + 15_000);
  });
  const ended = await Promise.race([child.outcome, inVain]);
  if (ended !== null) await Promise.race([child.exited, inVain]);
  clearTimeout(patience);
  rmSync(scratch, { recursive: true, force: true });
  const figures = { ms: performance.now() - started, peakBytes: child.peakBytes, starts: 1 };
  if (ended === null) return { code: 'hang', kind: 'lost', detail: 'the parent waited in vain', ...figures };
  const exit = classifyExit(ended);
  if (exit.kind === 'done') return { code: 'result', kind: 'result', detail: '', ...figures };
  if (exit.kind === 'abandoned') return { code: 'abandoned', kind: 'lost', detail: '', ...figures };
  const { code, kind, detail, evidence } = exit.failure;
  const heard = ended.fault === null ? ended.stderr.slice(-300) : '';
  return { code, kind, detail: [detail, evidence ? JSON.stringify(evidence) : '', heard].join(' ').trim(), ...figures };
};

/** Profiles a file as the platform would: options that the API refuses are refused, and a job that ran out of memory gets more of it. */
export const profileInChildren = async (path: string, bytes: number, options: object, name: string, bench: Bench): Promise<Outcome> => {
  const told = readOptionsSchema.safeParse(options);
  if (!told.success) return { code: 'validation-failed', kind: 'input', detail: told.error.message, ms: 0, peakBytes: 0, starts: 0 };
  let { needBytes } = needOf(bytes, admissionFactor, bench.budgetBytes);
  let [ms, peakBytes, starts] = [0, 0, 0];
  for (;;) {
    const one = await attempt(path, told.data, name, needBytes, bench);
    [ms, peakBytes, starts] = [Math.max(ms, one.ms), Math.max(peakBytes, one.peakBytes), starts + 1];
    const outcome = { ...one, ms, peakBytes, starts };
    if (one.kind !== 'transient') return outcome;
    const failure = { code: one.code, kind: one.kind, detail: one.detail } as Parameters<typeof decideRetry>[0];
    const next = decideRetry(failure, {
      failures: 0,
      maxFailures: 1,
      needBytes,
      attempt: starts,
      budgetBytes: bench.budgetBytes,
      random: () => 0,
    });
    if (next.then === 'fail' || next.needBytes === undefined) return outcome;
    ({ needBytes } = next);
  }
};
