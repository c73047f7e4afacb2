import { Fault, jobCatalog, type Doorbell, type Failure, type JobKind, type Progress, type Timings } from '@millrace/contracts';
import {
  attemptPrefix,
  type ChangeDecisionStore,
  type ClaimedJob,
  type DatasetStore,
  type HostStore,
  type JobOutcome,
  type JobStore,
  type MetricStore,
  type PairDecisionStore,
  type VersionSource,
} from '@millrace/database';
import { classifyExit, decideRetry, leaveMemory } from '@millrace/jobs';
import { withLogContext, type Logger } from '@millrace/platform';
import type { ObjectStore } from '@millrace/storage';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDataJob, type ChildRequest, type ChildResult } from '../child/protocol';
import type { ChildEnd, JobChild } from '../process/job-child';
import { Heartbeat } from './heartbeat';
import { insist } from './insist';
import { stageCleansing, stageClusters, stageIn } from './stage-in';
import { stageOut } from './stage-out';
import { Stopwatch } from './stopwatch';

/** What became of an attempt. `refused`: the job was not to be had. `lost`: it was taken away, by a cancel or after a lapse. */
export type AttemptEnd = 'completed' | 'failed' | 'retried' | 'released' | 'lost' | 'refused';

/** What is worth counting of an attempt. */
export interface AttemptReport {
  readonly end: AttemptEnd;
  readonly kind: JobKind | null;
  readonly timings: Timings;
  readonly peakBytes: number;
}

export interface AttemptTools {
  readonly jobs: Pick<JobStore, 'claim' | 'heartbeat' | 'complete' | 'fail' | 'release'>;
  readonly datasets: Pick<DatasetStore, 'source'>;
  readonly history: Pick<MetricStore, 'before'>;
  readonly changeDecisions: Pick<ChangeDecisionStore, 'of'>;
  readonly pairDecisions: Pick<PairDecisionStore, 'of'>;
  readonly hosts: Pick<HostStore, 'largestBudget'>;
  readonly store: ObjectStore;
  readonly logger: Logger;
  readonly settings: AttemptSettings;
}

export interface AttemptSettings {
  /** Names this worker in the rows of its jobs. */
  readonly owner: string;
  readonly leaseSeconds: number;
  readonly threads: number;
  /** Bytes of disk that one job may take for what does not fit its memory. */
  readonly spillBytes: number;
  readonly maxFailures: number;
  readonly maxStarts: number;
  /** Of this host, or of a larger one that can be started. */
  readonly budgetBytes: number;
  /** How long an outage of the store or the database is waited out. */
  readonly patienceMs: number;
}

/** One try of one job: claim, stage in, run the child, stage out, commit. The child was started by the caller and is ended here. */
export class JobAttempt {
  private readonly watch = new Stopwatch();
  private readonly gone = new AbortController();
  private stage = 'claim';
  private progress: Progress | null = null;
  private draining = false;
  private unsure = false;
  private wrote = false;

  constructor(
    private readonly tools: AttemptTools,
    private readonly bell: Doorbell,
    private readonly child: JobChild,
    private readonly scratch: string,
  ) {}

  /** Ends the child, if it still works, so that the job can be handed back. */
  drain(): void {
    this.draining = true;
    this.child.kill('drain');
  }

  /** @throws Fault `dependency-unavailable` when the job could not be claimed because the database does not answer. */
  async run(): Promise<AttemptReport> {
    const { jobs, settings } = this.tools;
    const folder = mkdir(join(this.scratch, 'out'), { recursive: true });
    const claim = this.watch.measure('claimMs', () => jobs.claim(this.bell.jobId, settings.owner, settings.leaseSeconds));
    const [claimed] = await Promise.allSettled([claim, folder]);
    if (claimed.status === 'rejected') throw claimed.reason;
    const job = claimed.value;
    if (job === null) return this.report('refused', null);
    this.watch.set('queueMs', job.waitedMs);
    const context = { requestId: job.requestId, jobId: job.id, runId: job.runId, tenantId: job.tenantId, attempt: job.attempt };
    return withLogContext(context, async () => this.report(await this.runClaimed(job), job.kind));
  }

  private report(end: AttemptEnd, kind: JobKind | null): AttemptReport {
    const { timings } = this.watch;
    const { peakBytes } = this.child;
    if (end !== 'refused') this.tools.logger.info({ end, kind, peakBytes, timings }, 'attempt ended');
    return { end, kind, timings, peakBytes };
  }

  private async runClaimed(job: ClaimedJob): Promise<AttemptEnd> {
    const { jobs, settings, logger } = this.tools;
    const heartbeat = new Heartbeat({
      leaseMs: settings.leaseSeconds * 1000,
      beat: (progress) => jobs.heartbeat(job.id, job.attempt, settings.leaseSeconds, progress),
      onLost: () => {
        this.gone.abort();
        this.child.kill('fence');
      },
    });
    this.child.onProgress = (progress) => {
      this.stage = progress.stage;
      this.progress = progress;
      heartbeat.note(progress);
    };
    let end: AttemptEnd;
    try {
      // The child's limit was set from the doorbell, before the job's row was read.
      end = job.needBytes > this.bell.needBytes ? await this.release(job, heartbeat) : await this.work(job, heartbeat);
    } catch (thrown) {
      const fault = Fault.wrap(thrown);
      if (fault.code === 'internal') logger.error({ err: thrown }, 'attempt threw');
      end = heartbeat.isLost
        ? 'lost'
        : await this.fail(job, heartbeat, fault.toFailure(this.stage)).catch((error: unknown) => {
            logger.error({ err: error }, 'the end of an attempt could not be stored; its lease will run out');
            return 'lost' as const;
          });
    }
    await heartbeat.stop();
    if (end === 'lost' && this.wrote && !this.unsure) await this.tools.store.deletePrefix(attemptPrefix(job)).catch(() => undefined);
    return end;
  }

  private async work(job: ClaimedJob, heartbeat: Heartbeat): Promise<AttemptEnd> {
    const { datasets, history, changeDecisions, pairDecisions, store, settings } = this.tools;
    const { kind } = job;
    if (!isDataJob(kind)) throw new Fault('internal', `A job of kind "${kind}" was put in a data queue.`);
    const patience = { patienceMs: settings.patienceMs, signal: this.gone.signal };
    this.stage = 'stage-in';
    const request = await this.watch.measure('stageInMs', async (): Promise<ChildRequest> => {
      const withProfile = kind === 'dataset.compare';
      const sourceOf = (versionId: string) => insist(() => datasets.source(versionId), patience);
      const bring = async (version: VersionSource, folder: string) =>
        insist(() => stageIn(store, version, folder, { withProfile, withSource: kind === 'dataset.cleanse' }), patience);
      const version = await sourceOf(job.versionId);
      const beforeId = withProfile ? jobCatalog[kind].parameters.parse(job.parameters).beforeVersionId : null;
      return {
        ...(await bring(version, this.scratch)),
        cleansing:
          kind === 'dataset.undo'
            ? await insist(() => stageCleansing(store, jobCatalog[kind].parameters.parse(job.parameters), this.scratch), patience)
            : null,
        clustersPath:
          kind === 'dataset.merge'
            ? await insist(() => stageClusters(store, jobCatalog[kind].parameters.parse(job.parameters), this.scratch), patience)
            : null,
        history: kind === 'dataset.profile' ? await insist(() => history.before(version), patience) : null,
        decidedPairs:
          kind === 'dataset.match' || kind === 'dataset.cleanse' || kind === 'dataset.preview'
            ? await insist(() => pairDecisions.of(version.datasetId), patience)
            : null,
        decidedChanges:
          kind === 'dataset.cleanse' || kind === 'dataset.preview'
            ? await insist(() => changeDecisions.of(version.datasetId), patience)
            : null,
        before: beforeId === null ? null : await bring(await sourceOf(beforeId), join(this.scratch, 'before')),
        jobKind: kind,
        parameters: job.parameters,
        outputDir: join(this.scratch, 'out'),
        memoryBytes: job.needBytes,
        spillBytes: settings.spillBytes,
        threads: settings.threads,
      };
    });
    this.stage = 'start';
    const ended = await this.runChild(request);
    const exit = classifyExit(ended);
    if (exit.kind === 'abandoned') return this.draining ? this.release(job, heartbeat) : 'lost';
    if (exit.kind === 'failed' || ended.result === null)
      return await this.fail(job, heartbeat, exit.kind === 'failed' ? exit.failure : new Fault('internal', 'No result.').toFailure());
    const { result } = ended;
    this.stage = 'stage-out';
    if (!(await heartbeat.confirm())) return 'lost';
    this.wrote = true;
    const published = await this.watch.measure('stageOutMs', () =>
      insist(() => stageOut(store, job, result, request.workingCopy, this.gone.signal), patience),
    );
    return await this.commit(job, heartbeat, result, published);
  }

  /** The child boots while the job is claimed and staged in: only what is left of its start after that has cost time. */
  private async runChild(request: ChildRequest): Promise<ChildEnd> {
    const sentAt = performance.now();
    this.child.run(request);
    const ended = await this.child.outcome;
    const readyAt = Math.max(sentAt, this.child.readyAt ?? sentAt);
    this.watch.set('childStartMs', readyAt - sentAt);
    this.watch.set('engineMs', performance.now() - readyAt);
    return ended;
  }

  private async commit(
    job: ClaimedJob,
    heartbeat: Heartbeat,
    result: ChildResult,
    published: Pick<JobOutcome, 'artefacts' | 'workingCopy'>,
  ): Promise<AttemptEnd> {
    this.stage = 'commit';
    await heartbeat.stop();
    if (heartbeat.isLost) return 'lost';
    const { summary, findings, metrics, policies } = result;
    const rows = this.progress?.rowsTotal ?? summary['rows'] ?? null;
    const outcome: JobOutcome = {
      ...published,
      summary,
      findings,
      metrics,
      ...(policies && { policies }),
      timings: { ...result.timings, ...this.watch.timings },
      peakBytes: this.child.peakBytes,
      progress: { stage: 'done', fraction: 1, rowsDone: rows ?? 0, rowsTotal: rows },
    };
    const committed = await this.watch.measure('commitMs', () => this.persist(() => this.tools.jobs.complete(job, outcome)));
    return committed ? 'completed' : 'lost';
  }

  private async fail(job: ClaimedJob, heartbeat: Heartbeat, raw: Failure): Promise<AttemptEnd> {
    await heartbeat.stop();
    if (heartbeat.isLost) return 'lost';
    const { maxFailures, maxStarts } = this.tools.settings;
    const failure = { ...raw, stage: raw.stage ?? this.stage };
    const budgetBytes = failure.code === 'out-of-memory' ? await this.largestBudget() : 0;
    const { failures, needBytes, attempt, kind, parameters } = job;
    const outOfCore = failure.code === 'out-of-memory' ? leaveMemory(kind, parameters, budgetBytes) : null;
    const decided =
      attempt >= maxStarts
        ? ({ then: 'fail' } as const)
        : decideRetry(failure, { failures, maxFailures, needBytes, attempt, budgetBytes, outOfCore, random: Math.random });
    // Parameters may hold cells, which no log is told.
    const decision =
      decided.then === 'retry' && decided.lane ? { ...decided, parameters: { ...(parameters as object), lane: decided.lane } } : decided;
    const { code, stage, detail, evidence } = failure;
    this.tools.logger.warn({ code, stage, detail, evidence, then: decided }, 'attempt failed');
    const held = await this.persist(() => this.tools.jobs.fail(job, failure, decision));
    return !held ? 'lost' : decision.then === 'fail' ? 'failed' : 'retried';
  }

  /** A job that outgrows this host may fit another. */
  private async largestBudget(): Promise<number> {
    const { hosts, settings } = this.tools;
    return Math.max(settings.budgetBytes, (await hosts.largestBudget().catch(() => null)) ?? 0);
  }

  private async release(job: ClaimedJob, heartbeat: Heartbeat): Promise<AttemptEnd> {
    await heartbeat.stop();
    return (await this.persist(() => this.tools.jobs.release(job))) ? 'released' : 'lost';
  }

  /**
   * Ends the job in the database, waiting an outage out. An answer that was lost on its way may have been a yes: the next one is then a
   * no although the job is ended as we wanted, and what it points to must not be touched.
   */
  private persist(write: () => Promise<boolean>): Promise<boolean> {
    const attempt = async () => {
      const before = this.unsure;
      this.unsure = true;
      const held = await write();
      this.unsure = before;
      return held;
    };
    return insist(attempt, { patienceMs: this.tools.settings.patienceMs });
  }
}
