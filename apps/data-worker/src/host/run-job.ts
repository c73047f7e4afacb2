import { Fault, ingestSchema, type Failure, type Progress } from '@millrace/contracts';
import { attemptPrefix, type ClaimedJob, type DatasetStore, type JobStore, type VersionSource } from '@millrace/database';
import { classifyExit, decideRetry } from '@millrace/jobs';
import { startLoop, type Config, type Logger } from '@millrace/platform';
import type { ObjectStore } from '@millrace/storage';
import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ChildResult } from '../child/protocol';
import { JobChild, type ChildEnd } from './child-process';

export interface RunnerParts {
  readonly config: Config;
  readonly logger: Logger;
  readonly jobs: JobStore;
  readonly datasets: DatasetStore;
  readonly storage: ObjectStore;
  readonly budgetBytes: number;
  readonly threads: number;
  readonly childScript: string;
}

const heartbeatMs = 1000;

/** One attempt of one job, from its claim to its commit. */
export class JobRun {
  private progress: Progress | null = null;
  private child: JobChild | null = null;
  private stopped: 'fence' | 'drain' | null = null;
  private readonly scratch: string;

  constructor(
    private readonly parts: RunnerParts,
    private readonly job: ClaimedJob,
  ) {
    this.scratch = resolve(parts.config.SCRATCH_DIR, `${job.id}-${job.attempt}`);
  }

  /** Ends the child; the job is handed back by the caller, or is no longer ours. */
  stop(why: 'fence' | 'drain'): void {
    this.stopped ??= why;
    this.child?.kill(this.stopped);
  }

  /** Never rejects: whatever happens is written to the job's row, or the lease runs out. */
  async run(): Promise<void> {
    const { logger, jobs, config } = this.parts;
    const heartbeat = startLoop({
      everyMs: Math.min(heartbeatMs, (config.LEASE_SECONDS * 1000) / 3),
      run: async () => {
        if (!(await jobs.heartbeat(this.job.id, this.job.attempt, config.LEASE_SECONDS, this.progress))) this.stop('fence');
      },
      onError: (error) => {
        logger.warn({ err: error }, 'heartbeat failed');
      },
    });
    try {
      await this.attempt();
    } catch (error) {
      const fault = Fault.wrap(error);
      logger.error({ err: error, code: fault.code }, 'attempt failed');
      await this.settle(fault.toFailure('worker')).catch((settling: unknown) => {
        logger.error({ err: settling }, 'the failure could not be stored; the lease will run out');
      });
    } finally {
      await heartbeat.stop();
      await rm(this.scratch, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  private async attempt(): Promise<void> {
    const { config, datasets } = this.parts;
    const marks: Record<string, number> = { queueMs: Math.round(this.job.waitedMs) };
    const clock = stopwatch(marks);
    await mkdir(this.scratch, { recursive: true });
    const version = await datasets.source(this.job.versionId);
    const task = await this.stageIn(version);
    clock('stageInMs');
    if (this.isStopped()) return this.abandon();
    this.child = new JobChild({
      script: this.parts.childScript,
      task,
      memoryBytes: this.job.needBytes,
      threads: this.parts.threads,
      timeoutMs: config.JOB_TIMEOUT_SECONDS * 1000,
      onProgress: (progress) => {
        this.progress = progress;
      },
    });
    const end = await this.child.ended;
    clock('childMs');
    marks['childStartMs'] = end.startMs;
    const outcome = classifyExit(end.exit);
    if (outcome.kind === 'abandoned') return this.abandon();
    if (outcome.kind === 'failed') {
      if (outcome.failure.kind !== 'input')
        this.parts.logger.warn({ code: outcome.failure.code, exit: { ...end.exit, stderr: end.exit.stderr.slice(-2000) } }, 'child failed');
      return this.settle(outcome.failure);
    }
    if (end.result) await this.commit(end, end.result, marks, clock);
  }

  private async stageIn(version: VersionSource) {
    const { storage } = this.parts;
    const place = async (key: string, name: string) => (await storage.localPath(key)) ?? (await this.fetched(key, name));
    const ingest = version.ingest === null ? null : ingestSchema.parse(version.ingest);
    const reusable = version.workingKey !== null && ingest !== null;
    return {
      kind: this.job.kind,
      parameters: this.job.parameters,
      fileName: version.fileName,
      readOptions: version.readOptions,
      outputDir: this.scratch,
      sourcePath: reusable ? null : await place(version.sourceKey, 'source'),
      workingCopy: reusable ? { path: await place(version.workingKey, 'working.parquet'), ingest } : null,
    };
  }

  private async fetched(key: string, name: string): Promise<string> {
    const path = join(this.scratch, `input-${name}`);
    await this.parts.storage.getToFile(key, path);
    return path;
  }

  private async commit(
    { peakBytes }: ChildEnd,
    result: ChildResult,
    marks: Record<string, number>,
    clock: (mark: string) => void,
  ): Promise<void> {
    const { storage, jobs, logger } = this.parts;
    const prefix = attemptPrefix(this.job);
    const put = async (path: string, name: string) => ({
      objectKey: `${prefix}${name}`,
      ...(await storage.put(`${prefix}${name}`, createReadStream(path, { highWaterMark: 256 * 1024 }))),
    });
    const artefacts = await Promise.all(
      result.files.map(async ({ kind, path, fileName, mediaType }) => ({ kind, fileName, mediaType, ...(await put(path, fileName)) })),
    );
    const copy = result.workingCopy;
    const workingCopy = copy
      ? {
          objectKey: (await put(copy.path, 'working.parquet')).objectKey,
          ingest: copy.ingest,
          rows: copy.ingest.rows,
          columns: copy.ingest.columns.length,
        }
      : undefined;
    clock('stageOutMs');
    const progress: Progress = { stage: 'done', fraction: 1, rowsDone: result.rows, rowsTotal: result.rows };
    const timings = { ...marks, ...result.timings };
    const stored = await jobs.complete(this.job, {
      artefacts,
      summary: result.summary,
      findings: result.findings,
      metrics: result.metrics,
      timings,
      peakBytes,
      progress,
      workingCopy,
    });
    clock('commitMs');
    logger.info(
      { stored, timings: { ...timings, ...marks }, peakBytes },
      stored ? 'job completed' : 'job finished after its fence was gone',
    );
    if (!stored) await storage.deletePrefix(prefix);
  }

  private async settle(failure: Failure): Promise<void> {
    const { jobs, config, budgetBytes, logger } = this.parts;
    const { failures, needBytes } = this.job;
    const decision = decideRetry(failure, { failures, needBytes, budgetBytes, maxFailures: config.JOB_MAX_ATTEMPTS, random: Math.random });
    const last = decision.then === 'fail' && failure.kind !== 'input';
    const told = last ? { ...failure, detail: `${failure.detail} It was tried ${failures + 1} times.` } : failure;
    const held = await jobs.fail(this.job, told, decision);
    logger.info({ code: failure.code, decision: decision.then, held }, 'job did not complete');
    await this.parts.storage.deletePrefix(attemptPrefix(this.job));
  }

  private isStopped(): boolean {
    return this.stopped !== null;
  }

  private async abandon(): Promise<void> {
    if (this.stopped === 'drain') await this.parts.jobs.release(this.job);
  }
}

/** Each call notes the milliseconds since the last one. */
const stopwatch = (marks: Record<string, number>) => {
  let last = performance.now();
  return (mark: string) => {
    const now = performance.now();
    marks[mark] = Math.round(now - last);
    last = now;
  };
};
